// A row: {what, ours, reference?, own?, ownIs?, of?, unit, better?, aim?, aimIs?}. `own` is ours elsewhere:
// on no entities, unless `ownIs` says where.

/** What `own` is where a row does not say. */
const AT_NONE = "ours at none";

/** Markdown: what was measured, by whom how much, the ratio, the aim, and whether it was met. */
export function table(rows) {
  const lines = [
    "| What | Reference | Ours | Ratio | Aim | |",
    "|---|---|---|---|---|---|",
    ...rows.map((row) => {
      const cells = [
        row.what,
        value(row.reference, row.unit, row.of?.reference),
        value(row.ours, row.unit, row.of?.ours),
        ratio(row),
        aim(row),
        verdict(row),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ];
  return lines.join("\n");
}

function value(number, unit, of) {
  if (number === undefined || number === null) return "";
  if (of !== undefined) return `${number} of ${of}`;
  return `${short(number)} ${unit}`.trim();
}

function short(number) {
  if (Number.isInteger(number)) return String(number);
  return number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2);
}

function ratio({ ours, reference, own, ownIs = AT_NONE, of, better, aimIs }) {
  if (of !== undefined || aimIs === "all") return "";
  if (own !== undefined) return own > 0 ? `${short(ours / own)} × ${ownIs}` : "";
  if (!reference || !ours) return "";
  return better === "more" || ours > reference
    ? `${short(ours / reference)} ×`
    : `1/${short(reference / ours)}`;
}

function aim({ aim, aimIs, unit, ownIs = AT_NONE }) {
  if (aim === undefined) return "";
  switch (aimIs) {
    case "share":
      return `at most 1/${short(1 / aim)}`;
    case "own":
      return `at most ${aim} × ${ownIs}`;
    case "times":
      return `at least ${aim} ×`;
    case "all":
      return aim === 0 ? "none" : "all";
    default:
      return `at most ${aim} ${unit}`;
  }
}

function verdict({ ours, reference, own, aim, aimIs }) {
  if (aim === undefined) return "";
  const met = {
    share: () => ours <= reference * aim,
    own: () => ours <= own * aim,
    times: () => ours >= reference * aim,
    all: () => ours === aim,
    absolute: () => ours <= aim,
  };
  return met[aimIs]() ? "met" : "**missed**";
}
