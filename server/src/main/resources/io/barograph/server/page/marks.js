import { say } from "./text.js";
import { element } from "./dom.js";

const text = ({ line, at, value, score, reason }) =>
  [[line, at, value === null ? "" : String(value)].filter(Boolean).join(", "), reason, score === null ? "" : `${say("score")} ${score.toFixed(2)}`].filter(Boolean).join(" – ");

/** Marks that lie nearer to each other, in pixels, could not be read. */
const NEAR_X = 22, NEAR_Y = 24;

/** Marks with their numbers and places, those that lie close together. */
function groups(marks, place) {
  const all = [];
  marks.forEach((mark, i) => {
    const [left, top] = place(mark);
    const near = all.find(one => Math.abs(one.left - left) < NEAR_X && Math.abs(one.top - top) < NEAR_Y);
    if (near) { near.numbers.push(i + 1); near.marks.push(mark); }
    else { all.push({ left, top, numbers: [i + 1], marks: [mark] }); }
  });
  return all;
}

/** The numbers of a group, in short. */
function label({ numbers }) {
  const [first] = numbers, last = numbers.at(-1);
  if (numbers.length === 1) { return `${first}`; }
  return last - first + 1 === numbers.length ? `${first}–${last}` : `${first} +${numbers.length - 1}`;
}

/**
 * Anomalies over a chart: each a button with a number, whose reason shows by the pointer and by the focus, and is its name for those
 * who hear it. One of them is reached by Tab, the others by the arrows. All reasons stand in a list below, too.
 */
export function anomalyMarks() {
  const over = element("div", { class: "marks", role: "group", "aria-label": say("anomalies"), hidden: true });
  const why = element("p", { class: "why", "aria-hidden": "true" });
  const title = element("summary");
  const list = element("ol");
  const below = element("details", { class: "anomalies", hidden: true }, title, list);
  const buttons = new Map();
  let current = null, lines = [];

  /** Lists the reasons where somebody has opened the list, which may be long behind the last drawing. */
  function fill() {
    if (!below.open || lines.join("\n") === list.dataset.text) { return; }
    list.dataset.text = lines.join("\n");
    list.replaceChildren(...lines.map(line => element("li", {}, line)));
  }
  below.addEventListener("toggle", fill);

  const tell = button => { why.textContent = button?.dataset.text ?? ""; };
  function focus(button) {
    buttons.forEach(one => { one.tabIndex = one === button ? 0 : -1; });
    current = button;
  }
  function make() {
    const button = element("button", { type: "button", class: "mark" });
    button.addEventListener("pointerenter", () => tell(button));
    button.addEventListener("pointerleave", () => tell(over.contains(document.activeElement) ? document.activeElement : null));
    button.addEventListener("focus", () => { focus(button); tell(button); });
    button.addEventListener("blur", () => tell(null));
    button.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") { button.blur(); }
      if (step) {
        event.preventDefault();
        const all = [...buttons.values()];
        all[(all.indexOf(button) + step + all.length) % all.length].focus();
      }
    });
    return button;
  }

  return {
    over, why, below,
    /**
     * Shows marks, in order of time.
     * @param all how many there are, those without a mark among them
     * @param hasEvents whether rows of one anomaly are one mark; else each row has its own
     * @param place where one is, as [left, top] in pixels of the chart
     */
    draw(marks, all, hasEvents, place) {
      over.hidden = below.hidden = marks.length === 0;
      const before = new Map(buttons);
      buttons.clear();
      groups(marks, place).forEach((group, i) => {
        const [mark] = group.marks;
        const id = `${mark.line}\n${mark.metric}\n${mark.event}`;
        const button = before.get(id) ?? make();
        before.delete(id);
        buttons.set(id, button);
        const told = group.marks.map(text).join("; "), shown = label(group);
        button.style.transform = `translate(${group.left}px, ${group.top}px)`;
        if (button.dataset.text !== told || button.textContent !== shown) {
          button.dataset.text = told;
          button.textContent = shown;
          button.setAttribute("aria-label", `${shown}: ${told}`);
          if (button === document.activeElement) { tell(button); }
        }
        if (over.children[i] !== button) { over.insertBefore(button, over.children[i] ?? null); }
      });
      before.forEach(button => button.remove());
      if (![...buttons.values()].includes(current)) { focus([...buttons.values()].at(-1) ?? null); }
      const found = all > marks.length ? say("anomaliesOf", marks.length, all) : `${say("anomalies")}: ${all}`;
      title.textContent = hasEvents ? found : `${say("anomalies")}: ${say("wantsEvent", all)}`;
      lines = marks.map(text);
      fill();
    },
  };
}
