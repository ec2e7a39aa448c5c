import { say } from "./text.js";
import { element } from "./dom.js";

const isTime = column => column.type === "TIMESTAMP" || column.type === "DATE";
const isNumber = column => /^(BIGINT|INTEGER|DOUBLE|REAL|DECIMAL)/.test(column.type);
const isText = column => column.type === "VARCHAR" || column.type === "BIGINT" || column.type === "BOOLEAN";

function fill(pick, columns, chosen, optional) {
  pick.replaceChildren(...(optional ? [element("option", { value: "" }, "–")] : []), ...columns.map(column => element("option", { value: column.name }, column.name)));
  if (chosen !== undefined) { pick.value = chosen ?? ""; }
}

/** Choices of what is drawn: columns, and whose lines. Tells when somebody has chosen. */
export function chartPicks(onPick) {
  const picks = { value: element("select"), time: element("select"), by: element("select"), filter: element("input", { type: "search", size: 12 }) };
  const labels = Object.entries(picks).map(([name, pick]) => element("label", { hidden: true }, `${say(name)} `, pick));
  let offered = "";
  Object.values(picks).forEach(pick => pick.addEventListener("input", onPick));
  return {
    /** Hidden while there is nothing to choose from. */
    labels,
    time: () => picks.time.value,
    by: () => picks.by.value,
    only: () => picks.filter.value.trim(),
    /** Offers columns; those that the service has chosen among them are chosen here, too. Whether they are others than before. */
    offer(columns, drawn) {
      if (offered === JSON.stringify(columns) || columns.length === 0) { return false; }
      offered = JSON.stringify(columns);
      fill(picks.time, columns.filter(isTime), drawn?.time, false);
      fill(picks.value, columns.filter(isNumber), drawn?.value, false);
      fill(picks.by, columns.filter(isText), drawn?.by, true);
      labels.forEach(label => { label.hidden = label.querySelector("select")?.options.length === 0; });
      return true;
    },
    isOffered: () => offered !== "",
    /** What to ask the service for: columns are its own choice where none have been offered yet. */
    wanted(width) {
      const wanted = new URLSearchParams({ chart: width });
      if (offered !== "") { ["time", "value", "by"].forEach(name => wanted.set(name, picks[name].value)); }
      if (picks.filter.value.trim() !== "") { wanted.set("only", picks.filter.value.trim()); }
      return wanted;
    },
  };
}
