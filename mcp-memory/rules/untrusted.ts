/**
 * Text that came from outside the company is kept with a mark, so that whoever reads it later knows
 * that it is information and never an instruction. Three signs, all in the text itself:
 * 1. it cites a page beside what it says: `… · Source: https://…`; a line that is only the link is a
 *    pointer, not text from there, and stays as it is;
 * 2. it is a `Finding:` of a trend scan, which is read from the web by definition;
 * 3. it speaks to a model: "ignore previous instructions", the syntax of a tool call.
 * A tool that knows better says so itself, and then every text of the call is marked.
 */
export const UNTRUSTED_MARK = "[untrusted]";

/** A label in front of a text stays in front, because code finds lines by it. */
const LABEL = /^\p{Lu}[\p{L} ]{0,29}: /u;
const CITES_A_PAGE =
  /(?:^|[\s·;(|,–-])(?:source|seen at|quoted from|fonte|origem)\s*:\s*<?https?:\/\/\S+/i;
const ONLY_A_LINK = /^(?:\p{L}[\p{L} ]{0,29}:\s*)?<?https?:\/\/\S+$/u;
const SPEAKS_TO_A_MODEL = [
  /\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:previous|prior|above|earlier|preceding|your|all|these)\b.{0,30}\b(?:instructions?|prompts?|rules|guidelines|directives)\b/i,
  /\byou are (?:now|no longer) (?:an? |the |in |acting |bound |restricted)/i,
  /\b(?:from now on|henceforth),? you (?:are|will|must|shall)\b/i,
  /\b(?:reveal|print|repeat|leak|show me) (?:your|the) (?:system prompt|hidden instructions|initial instructions)/i,
  /\bdo not (?:tell|inform|mention (?:this|it) to) the (?:user|founder|human)\b/i,
  /\b(?:ignor[ae]|ignorem|esque[cç]a|esquece|desconsider[ae])\b.{0,30}\b(?:instruç(?:ão|ões)|regras|ordens)\b/i,
  /\b(?:a partir de agora|agora) (?:és|você é|tu és|vais agir|aja) (?:como|um|uma|o|a)\b/i,
  /<\/?(?:tool_call|tool_use|tool_result|function_calls?|invoke|antml:[a-z_]+|system-reminder|system_prompt)\b/i,
  /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>/i,
  /\[\/?INST\]|<<\/?SYS>>/,
  /"(?:tool_calls?|function_call|tool_use)"\s*:/i,
  /^#{1,6}\s*(?:system|instructions? (?:for|to) (?:the )?(?:ai|agent|assistant|model))\s*:?\s*$/im,
];

/** The text as it is kept. Marking twice changes nothing. */
export function withMark(text: string): string {
  if (isUntrusted(text)) return text;
  const label = LABEL.exec(text)?.[0] ?? "";
  return `${label}${UNTRUSTED_MARK} ${text.slice(label.length)}`;
}

/** Whether a kept text has the mark. */
export function isUntrusted(text: string): boolean {
  const label = LABEL.exec(text)?.[0] ?? "";
  return text.startsWith(UNTRUSTED_MARK, label.length);
}

/** Whether a text shows by itself that it comes from outside; see above. */
export function comesFromOutside(text: string, entityName: string): boolean {
  if (ONLY_A_LINK.test(text.trim())) return false;
  if (CITES_A_PAGE.test(text)) return true;
  if (entityName.startsWith("trend-scan:") && /^finding:/i.test(text)) return true;
  return SPEAKS_TO_A_MODEL.some((sign) => sign.test(text));
}
