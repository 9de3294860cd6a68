// Lectures, beside jupyterlab-slideshow: one press, or `make slides`, runs all cells and begins at the
// first slide; labs and questions are as large as the slide lets them be; and whoever closes the page
// while presenting finds the usual JupyterLab again.

const PRESENT = "nnlib:present", DECK = "jupyterlab-slideshow:plugin";
const LECTURE = /(^|\/)lectures\/[^/]+\.ipynb$/;
// `make slides` asks for it by this; a page that is loaded anew is the usual JupyterLab.
const CONFIG = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
const ASKED = CONFIG.present && LECTURE.test(location.pathname) && !sessionStorage.getItem(PRESENT);
const FULL = "nnlib-full"; // a slide with so much text that it gets smaller letters
// Below the first the controls of a lab stand in more rows; what has no wide picture needs less.
const LAB_WIDTH = 1000, LEAST_WIDTH = 620, WIDE = 700, MARGIN = 12;
const LARGEST_QUESTION = 1.28; // as large as the heading above it

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export function activate({ commands, shell, serviceManager, restored }) {
  const panel = () => shell.currentWidget;
  const isLecture = () => LECTURE.test(panel()?.context?.path ?? "");
  const isPresenting = () => document.body.dataset.jpDeckMode === "presenting";

  // -- beginning and leaving

  async function present() {
    const { content, context } = panel();
    await context.ready;
    await context.sessionContext.ready;
    const codes = content.widgets.filter(({ model }) => model.type === "code");
    if (codes.some(({ model }) => model.executionCount === null)) commands.execute("notebook:run-all-cells");
    content.activeCellIndex = 0; // running all goes to the last one
    content.deselectAll();
    await commands.execute("deck:start");
    shell.activateById(panel().id);
  }

  async function presentWhenOpen() {
    sessionStorage.setItem(PRESENT, "begun");
    await restored;
    while (!isLecture()) await pause(100);
    await present();
  }

  // The deck writes into the settings that it is on, so that it would be at the next start.
  async function forget() {
    await pause(1000);
    const { raw } = await serviceManager.settings.fetch(DECK);
    if (isPresenting()) await serviceManager.settings.save(DECK, raw.replace(/("active"\s*:\s*)true/, "$1false"));
  }

  function moved(content) {
    fit();
    if (isLecture()) setTimeout(() => step(content));
  }

  // Cells that are shown along with the one before are no steps of their own: one press leads on.
  let before = -1;
  function step(content) {
    const type = ({ model }) => model.getMetadata("slideshow")?.slide_type;
    const shown = [...content.widgets.keys()].filter((n) => type(content.widgets[n]) !== "skip");
    const place = shown.indexOf(content.activeCellIndex), after = content.widgets[shown[place + 1]];
    const isBack = content.activeCellIndex < before;
    before = content.activeCellIndex;
    if (!isPresenting() || place < 0 || !after || type(after)) return;
    content.activeCellIndex = shown[isBack && place > 0 ? place - 1 : place + 1];
  }

  // -- as large as the slide lets it be

  function enlarge(box) {
    box.style.zoom = 1;
    const picture = box.querySelector(".nnlib-picture")?.offsetWidth ?? 0;
    const width = picture > WIDE ? LAB_WIDTH : Math.max(picture, LEAST_WIDTH);
    const { top, height } = box.getBoundingClientRect();
    const room = box.parentElement.getBoundingClientRect().width;
    const most = box.matches(".nnlib-ask") ? LARGEST_QUESTION : Infinity;
    box.style.zoom = Math.min((innerHeight - top - MARGIN) / height, room / width, most);
    const { bottom } = box.getBoundingClientRect(); // narrower, it may have become higher
    if (bottom > innerHeight) box.style.zoom *= (innerHeight - top - MARGIN) / (bottom - top);
  }

  function enlargeAll() {
    for (const box of document.querySelectorAll(".nnlib-lab, .nnlib-ask")) {
      sizes.observe(box);
      if (!isPresenting()) box.style.zoom = "";
      else if (box.offsetHeight) enlarge(box);
    }
  }

  // With the steps that are still to come, which have their place already.
  function overflows() {
    const isLow = (cell) => cell.getBoundingClientRect().bottom > innerHeight;
    const isWide = ({ clientWidth, scrollWidth }) => clientWidth && scrollWidth > clientWidth + 1;
    const slide = document.querySelector(".jp-Deck .jp-WindowedPanel-outer");
    if (slide === null) return false;
    const all = (what) => [...slide.querySelectorAll(`.jp-deck-mod-onscreen${what}`)];
    return slide.scrollHeight > slide.clientHeight + 1 || all("").some(isLow) || all(" mjx-container").some(isWide);
  }

  let fitting = null;
  function fit() {
    fitting ??= requestAnimationFrame(() => {
      fitting = null;
      document.body.classList.remove(FULL);
      enlargeAll();
      if (!isPresenting() || !overflows()) return;
      document.body.classList.add(FULL);
      enlargeAll();
    });
  }

  const sizes = new ResizeObserver(fit);
  const changes = new MutationObserver(fit);
  addEventListener("resize", fit);

  new MutationObserver(() => {
    fit();
    changes.disconnect();
    if (!isPresenting()) return;
    forget();
    // Slides change the classes of cells, outputs come.
    changes.observe(document.body, { subtree: true, childList: true });
    panel().content?.activeCellChanged?.connect(moved);
    moved(panel().content);
  }).observe(document.body, { attributeFilter: ["data-jp-deck-mode"] });

  commands.addCommand(PRESENT, {
    label: "Present",
    caption: "Run all cells, and begin at the first slide",
    isVisible: isLecture,
    isEnabled: isLecture,
    execute: present,
  });
  shell.currentChanged?.connect(() => commands.notifyCommandChanged(PRESENT));
  if (ASKED) presentWhenOpen();
}
