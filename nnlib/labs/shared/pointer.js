// Tells the kernel where the picture of a lab is pressed or dragged over, and which keys it gets.
//
// It stands beside the picture, in the same box, and shows nothing itself. Places are shares of the
// picture's width and height, from the top left.

function render({ model, el }) {
  el.style.display = "none";
  const listeners = new AbortController();
  let picture = null;
  let pointer = null;   // the pointer that drags
  let moved = null;     // the last place it was at, until it is sent

  const send = (kind, more) => model.send({ kind, ...more });

  function place(event) {
    const box = picture.getBoundingClientRect();
    return {
      x: (event.clientX - box.left) / box.width,
      y: (event.clientY - box.top) / box.height,
    };
  }

  function press(event) {
    if (pointer !== null || event.button > 0) return;
    event.preventDefault();
    picture.focus({ preventScroll: true });
    picture.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    send("press", place(event));
  }

  function drag(event) {
    if (event.pointerId !== pointer) return;
    // One message a frame of the screen is enough.
    if (moved === null) {
      requestAnimationFrame(() => {
        if (moved !== null) send("drag", moved);
        moved = null;
      });
    }
    moved = place(event);
  }

  function lift(event) {
    if (event.pointerId !== pointer) return;
    if (moved !== null) send("drag", moved);
    moved = pointer = null;
    send("lift", place(event));
  }

  function key(event) {
    const ours = model.get("heard").includes(event.key);
    if (!ours || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    send("key", { key: event.key });
  }

  function attach() {
    if (listeners.signal.aborted) return;
    picture = el.closest(".widget-vbox")?.querySelector("img.nnlib-picture");
    if (!picture) {
      requestAnimationFrame(attach); // the box is not on the page yet
      return;
    }
    picture.tabIndex = 0;
    picture.draggable = false;
    picture.alt = model.get("label");
    picture.style.touchAction = "none";
    // JupyterLab moves between cells with the arrow keys; not while the picture has them.
    picture.setAttribute("data-lm-suppress-shortcuts", "true");
    const heard = { pointerdown: press, pointermove: drag, pointerup: lift, pointercancel: lift };
    for (const [name, answer] of Object.entries({ ...heard, keydown: key })) {
      picture.addEventListener(name, answer, { signal: listeners.signal });
    }
  }

  attach();
  return () => listeners.abort();
}

export default { render };
