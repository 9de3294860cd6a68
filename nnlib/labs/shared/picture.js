// The picture of a lab, and all that the kernel and the page must know of the place it is shown in.
//
// It shows what comes from the kernel, perhaps in pieces, and answers that it has arrived; it tells
// the ratio of pixels and whether anybody sees the lab, where the picture is pressed and which keys
// it gets. It gives the box of the lab what ipywidgets leave out: names, and peace from shortcuts.

const INPUTS = "input, select, textarea, [role=slider]";
const TYPED_IN = `${INPUTS}, button, [tabindex], [contenteditable]`;

function isDark(node) {
  const told = document.body.dataset.jpThemeLight;
  if (told) return told === "false";
  for (; node; node = node.parentElement) {
    const [red, green, blue, alpha = 1] = getComputedStyle(node).backgroundColor.match(/[\d.]+/g);
    if (alpha > 0.5) return 0.3 * red + 0.6 * green + 0.1 * blue < 128;
  }
  return /\bvscode-(dark|high-contrast)(?!-light)/.test(document.body.className);
}

const labelled = new WeakSet(); // to ask costs a look through the whole page

function isLabelled(input) {
  if (labelled.has(input)) return true;
  const is = [...(input.labels || [])].some((label) => label.textContent.trim());
  if (is) labelled.add(input);
  return is;
}

function nameInputs(box) {
  for (const input of box.querySelectorAll(INPUTS)) {
    if (isLabelled(input)) continue;
    const control = input.closest(".widget-inline-hbox") || input;
    const label = control.querySelector(".widget-label");
    set(input, "aria-label", label?.textContent.trim() || label?.title || input.title);
    const readout = control.querySelector(".widget-readout");
    if (readout?.textContent) set(input, "aria-valuetext", readout.textContent);
  }
  // JupyterLab asks the element that has the focus.
  for (const place of box.querySelectorAll(TYPED_IN)) set(place, "data-lm-suppress-shortcuts", "true");
  for (const readout of box.querySelectorAll(".nnlib-steps .widget-readout"))
    set(readout, "contenteditable", "false"); // it takes no other number, so it takes no typing
}

// Home and End of a slider whose limits have changed: its own keys go to those it was made with.
function goToTheEnd(event) {
  const slider = event.target.closest(".noUi-target");
  if (!slider?.noUiSlider || slider.hasAttribute("disabled")) return;
  const { min, max } = slider.noUiSlider.options.range;
  if (event.key === "Home") slider.noUiSlider.set(min);
  else if (event.key === "End") slider.noUiSlider.set(max);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function set(node, name, value) {
  if (value && node.getAttribute(name) !== value) node.setAttribute(name, value);
}

function render({ model, el }) {
  const stop = new AbortController(), { signal } = stop;
  const view = Math.random().toString(36).slice(2);
  const picture = document.createElement("img"), said = document.createElement("div");
  let box = null, pieces = [], told = "", turn = 0, inSight = false;
  picture.className = "nnlib-picture";
  picture.draggable = false;
  picture.style.minWidth = `${0.6 * model.get("width")}px`;
  said.className = "nnlib-said";
  said.setAttribute("role", "status");
  el.append(picture, said);

  const send = (kind, more) => model.send({ kind, ...more });

  function take() {
    const { count, ask } = model.get("_head");
    if (ask) send("shown", { count });
    show();
  }

  function show() {
    const { format, start, size } = model.get("_head");
    const piece = model.get("_piece");
    pieces = start ? [...pieces, piece] : [piece];
    if (pieces.reduce((sum, { byteLength }) => sum + byteLength, 0) !== size) return;
    URL.revokeObjectURL(picture.src);
    picture.src = URL.createObjectURL(new Blob(pieces, { type: `image/${format}` }));
    describe();
  }

  // Words for those who cannot see the picture; said aloud only when it has come to rest.
  function describe() {
    const words = box?.querySelector(".nnlib-status")?.textContent.trim();
    if (!words || model.get("_head").format !== "png") return;
    set(picture, "alt", `${model.get("label")} ${words}`.trim());
    if (said.textContent !== words) said.textContent = words;
  }

  function tellPlace() {
    const seen = inSight && document.visibilityState === "visible";
    const place = { view, ratio: window.devicePixelRatio * (el.currentCSSZoom ?? 1), seen };
    if (JSON.stringify(place) === told) return;
    told = JSON.stringify(place);
    send("place", { ...place, turn: ++turn });
  }

  function leave() {
    try {
      send("place", { view, gone: true, turn: ++turn });
    } catch { /* the kernel has gone as well */ }
  }

  let screen = null; // held, or it would be cleared away
  function watchRatio() {
    tellPlace();
    screen = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    screen.addEventListener("change", () => setTimeout(watchRatio), { once: true, signal });
  }

  function watch(node, act, what) {
    const observer = new MutationObserver(act);
    observer.observe(node, what);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  function follow() {
    box.classList.toggle("nnlib-dark", isDark(box));
  }

  function attach() {
    if (signal.aborted) return;
    box = el.closest(".nnlib-lab");
    if (!box?.isConnected) {
      requestAnimationFrame(attach); // it is not on the page yet
      return;
    }
    box.addEventListener("keydown", goToTheEnd, { signal, capture: true });
    box.addEventListener("keydown", (event) => event.stopPropagation(), { signal });
    const mend = () => {
      nameInputs(box);
      describe();
      el.tabIndex = el.scrollWidth > el.clientWidth ? 0 : -1; // keys scroll what is too wide
    };
    const attributeFilter = ["contenteditable", "aria-valuetext"];
    watch(box, mend, { subtree: true, childList: true, characterData: true, attributeFilter });
    watch(document.body, follow, { attributeFilter: ["class", "style", "data-jp-theme-light"] });
    const sight = new IntersectionObserver((seen) => {
      inSight = seen.at(-1).isIntersecting;
      tellPlace();
    });
    sight.observe(box);
    signal.addEventListener("abort", () => sight.disconnect());
    document.addEventListener("visibilitychange", tellPlace, { signal });
    window.addEventListener("pagehide", leave, { signal });
    watchRatio();
    mend();
    follow();
  }

  // -- mouse, finger and keys, where the lab asks for them

  let pointer = null;   // the pointer that drags
  let moved = null;     // the last place it was at, until it is sent

  function place(event) {
    const { left, top, width, height } = picture.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  }

  function press(event) {
    if (pointer !== null || event.button > 0) return;
    event.preventDefault();
    picture.focus({ preventScroll: true });
    picture.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    moved = null;
    send("press", place(event));
  }

  function drag(event) {
    const hovers = pointer === null && model.get("hovers") && event.pointerType === "mouse";
    if (event.pointerId !== pointer && !hovers) return;
    // One message a frame of the screen is enough.
    if (moved === null) {
      requestAnimationFrame(() => {
        if (moved !== null) send(pointer === null ? "hover" : "drag", moved);
        moved = null;
      });
    }
    moved = place(event);
  }

  function leaveIt() {
    if (pointer === null && model.get("hovers")) send("leave", {});
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

  if (model.get("heard").length) {
    picture.tabIndex = 0;
    const dress = () => {
      picture.style.touchAction = model.get("fingers");
      picture.style.cursor = model.get("cursor");
    };
    dress();
    model.on("change:fingers change:cursor", dress);
    const heard = { pointerdown: press, pointermove: drag, pointerup: lift, pointercancel: lift };
    heard.pointerleave = leaveIt;
    for (const [name, answer] of Object.entries({ ...heard, keydown: key }))
      picture.addEventListener(name, answer, { signal });
  }

  function copy(message) {
    if (message.kind !== "copy") return;
    navigator.clipboard?.writeText(message.text).then(() => send("copied", {}), () => {});
  }

  model.on("msg:custom", copy);
  model.on("change:_head", take);
  show();
  attach();
  return () => {
    stop.abort();
    URL.revokeObjectURL(picture.src);
    leave();
  };
}

export default { render };
