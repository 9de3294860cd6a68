// A square of paper to draw on with mouse, finger, pen or keyboard.
//
// Strokes are lists of points [x, y] from 0 to 1, y downwards. They are drawn here at once and sent
// to the kernel at most every 50 ms; what the kernel sets (Clear, Undo, an example) is drawn, too.

const SIDE = 240;       // pixels on the screen
const PEN = 0.085;      // width of the line, as a share of the side
const NEAREST = 0.012;  // points closer than this to the last one are left out
const KEY_STEP = 0.05;  // what one arrow key moves the pen
const SEND_EVERY = 50;  // milliseconds

const ARROWS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

function render({ model, el }) {
  const colours = model.get("colours");
  const canvas = document.createElement("canvas");
  const sharpness = window.devicePixelRatio || 1;
  canvas.width = canvas.height = SIDE * sharpness;
  canvas.style.cssText =
    `width: ${SIDE}px; height: ${SIDE}px; border: 1px solid ${colours.edge}; background: ${colours.paper}; ` +
    "cursor: crosshair; touch-action: none; display: block;";
  canvas.className = "nnlib-pad";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", model.get("label"));
  // JupyterLab moves between cells with the arrow keys; not while the pad has them.
  canvas.setAttribute("data-lm-suppress-shortcuts", "true");
  el.append(canvas);

  const paper = canvas.getContext("2d");
  let strokes = model.get("value");
  let pen = [0.5, 0.5];      // where the keyboard's pen is
  let penDown = false;
  let pointer = null;        // the pointer that draws
  let waiting = null;

  const place = (v) => v * canvas.width;

  function line(points) {
    paper.beginPath();
    paper.moveTo(...points[0].map(place));
    // A dot is a line of no length, which round ends make visible.
    (points.length > 1 ? points.slice(1) : points).forEach((p) => paper.lineTo(...p.map(place)));
    paper.stroke();
  }

  function draw() {
    paper.clearRect(0, 0, canvas.width, canvas.height);
    paper.lineCap = paper.lineJoin = "round";
    paper.lineWidth = place(PEN);
    paper.strokeStyle = colours.line;
    strokes.filter((stroke) => stroke.length).forEach(line);
    if (document.activeElement === canvas && pointer === null) drawPen();
  }

  function drawPen() {
    paper.lineWidth = 2 * sharpness;
    paper.strokeStyle = colours.pen;
    paper.fillStyle = penDown ? colours.pen : colours.paper;
    paper.beginPath();
    paper.arc(...pen.map(place), place(PEN) / 2, 0, 2 * Math.PI);
    paper.fill();
    paper.stroke();
  }

  function send() {
    clearTimeout(waiting);
    waiting = null;
    model.set("value", strokes);
    model.save_changes();
  }

  function sendSoon() {
    if (waiting === null) waiting = setTimeout(send, SEND_EVERY);
  }

  const rounded = (v) => Math.round(1000 * Math.min(1, Math.max(0, v))) / 1000;

  function begin(point) {
    strokes = [...strokes, [point]];
  }

  function extend(point, always) {
    const stroke = strokes[strokes.length - 1];
    const last = stroke[stroke.length - 1];
    const far = Math.hypot(point[0] - last[0], point[1] - last[1]);
    if (far < NEAREST && !(always && far > 0)) return;
    // A new list each time: the model compares what it holds with what it is given.
    strokes = [...strokes.slice(0, -1), [...stroke, point]];
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return [
      rounded((event.clientX - box.left) / box.width),
      rounded((event.clientY - box.top) / box.height),
    ];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button > 0) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    penDown = false;
    begin(at(event));
    draw();
    sendSoon();
  });

  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const passed = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const each of passed.length ? passed : [event]) extend(at(each));
    draw();
    sendSoon();
  });

  function lift(event) {
    if (event.pointerId !== pointer) return;
    extend(at(event), true);
    pen = at(event);
    pointer = null;
    draw();
    send();
  }
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);

  function clear() {
    strokes = [];
    penDown = false;
  }

  function undo() {
    strokes = strokes.slice(0, -1);
    penDown = false;
  }

  function movePen([across, down]) {
    pen = [rounded(pen[0] + across * KEY_STEP), rounded(pen[1] + down * KEY_STEP)];
    if (penDown) extend(pen, true);
  }

  function togglePen() {
    penDown = !penDown;
    if (penDown) begin(pen);
  }

  canvas.addEventListener("keydown", (event) => {
    const actions = { " ": togglePen, Backspace: undo, Delete: clear };
    if (event.key === "z" && (event.ctrlKey || event.metaKey)) undo();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key in ARROWS) movePen(ARROWS[event.key]);
    else if (event.key in actions) actions[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
    draw();
    sendSoon();
  });

  canvas.addEventListener("focus", draw);
  canvas.addEventListener("blur", () => {
    penDown = false;
    draw();
  });

  const fromKernel = () => {
    if (pointer !== null || waiting !== null) return; // what is being drawn here is newer
    strokes = model.get("value");
    draw();
  };
  model.on("change:value", fromKernel);
  draw();
  return () => {
    clearTimeout(waiting);
    model.off("change:value", fromKernel);
  };
}

export default { render };
