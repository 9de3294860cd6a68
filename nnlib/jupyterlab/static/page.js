// What the page lacks between the labs: alternative text of figures, figures for a dark theme, and
// keys in questions that reach no command.

const ASKED = ".nnlib-ask";

function set(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

// JupyterLab drops the alternative text of a figure, which is the caption below it.
function mendFigures() {
  const isDark = document.body.dataset.jpThemeLight === "false";
  for (const shown of document.querySelectorAll(".jp-OutputArea-child:has(> .jp-RenderedImage)")) {
    const caption = shown.nextElementSibling;
    const words = caption?.querySelector(".jp-RenderedMarkdown > p:only-child > em:only-child");
    const picture = shown.querySelector("img");
    if (!words || !picture) continue;
    set(picture, "alt", words.textContent);
    picture.classList.toggle("nnlib-dark", isDark);
  }
}

export function activate() {
  let mending = null;
  const mend = () => {
    mending ??= setTimeout(() => {
      mending = null;
      mendFigures();
    }, 300);
  };
  new MutationObserver(mend).observe(document.body, { subtree: true, childList: true });
  new MutationObserver(mend).observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  // Before JupyterLab looks at the key: it asks the element that has the focus.
  addEventListener("keydown", ({ target }) => {
    if (target.closest?.(ASKED)) set(target, "data-lm-suppress-shortcuts", "true");
  }, { capture: true });
}
