import { count, say } from "./text.js";
import { element } from "./dom.js";
import { ask, query } from "./api.js";

const MOST = 50;

const sqlOf = folder => `SELECT * FROM '${folder.path.replaceAll("'", "''")}'`;

/** A rejected record with its reason, to be corrected and sent to its table again. */
function record(table, row) {
  const text = element("input", { value: row.text ?? "", "aria-label": `${row.lane} ${row.lane_offset}`, style: "width:100%;font-family:ui-monospace,monospace" });
  const said = element("span", { role: "status" });
  const send = element("button", { type: "submit" }, say("feedAgain"));
  return element("form", {
    onsubmit: async event => {
      event.preventDefault();
      try {
        // The place of the record is the key: a second click makes no second row.
        await ask(`/v1/tables/${encodeURIComponent(table)}/rows`, {
          method: "POST", body: `${text.value}\n`, headers: { "Content-Type": "text/csv", "Idempotency-Key": `again ${row.lane}@${row.lane_offset} ${text.value}`.replace(/[^ -~]/g, "?").slice(0, 255) },
        });
        said.textContent = `✓ ${say("fed")}`;
        send.disabled = true;
      } catch (failure) { said.textContent = failure.message; }
    },
  }, element("p", { style: "margin:.6rem 0 0" }, `${row.lane}@${row.lane_offset}: ${row.reason}`), element("div", { class: "bar", style: "flex-wrap:nowrap;margin:.1rem 0" }, text, send), said);
}

/** What a pipeline left out of a table: how many, a way to look at them, and, of rejected records, to feed them in again. */
export function leftOutItem(folder) {
  const records = element("div", { hidden: true });
  const open = async event => {
    const button = event.currentTarget;
    records.hidden = !records.hidden;
    button.setAttribute("aria-expanded", String(!records.hidden));
    if (records.hidden) { return; }
    try {
      const rows = [];
      await query(`${sqlOf(folder)} ORDER BY lane, lane_offset DESC LIMIT ${MOST}`, { onRows: more => rows.push(...more) });
      records.replaceChildren(...rows.map(row => record(folder.table, row)));
    } catch (failure) { records.replaceChildren(element("p", { class: "notice bad" }, failure.message)); }
  };
  const number = element("span", {});
  const root = element("li", {}, number, " ",
    element("a", { href: `#/query?sql=${encodeURIComponent(`${sqlOf(folder)} LIMIT 200`)}` }, say("look")), " ",
    folder.kind === "rejected" ? element("button", { type: "button", "aria-expanded": "false", onclick: open }, say("feedAgain")) : null, records);
  return { root, update: now => { number.textContent = `${now.table}: ${say(now.kind)} ${count(now.rows)}`; } };
}
