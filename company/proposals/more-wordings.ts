/** The same oversteps said sideways: by the order of steps, in the passive, by what counts as what. */
import type { Wording } from "./wordings.ts";

const WHO =
  "(?:lawyer|accountant|cfo|cto|ceo|coo|founder|reviewers?|reviews?|approvals?|verdicts?)";
const GOES_OUT = "(?:launch|publish|post|send|deliver|ship|announce|go(?:es)? (?:live|out|online))";
const re = (source: string) => new RegExp(source, "i");

export const MORE_WORDINGS: readonly Wording[] = [
  {
    rule: "waives-review",
    pattern: re(
      `\\b${GOES_OUT}\\b[^.;]{0,60}\\b(?:first|straight away|right away|immediately|at once|meanwhile)\\b[^]{0,80}\\b(?:${WHO}|tell|inform)\\b|\\b${WHO}\\b[^.;]{0,80}\\b(?:once|after|when|as soon as)\\b[^.;]{0,40}\\b(?:is|are|went|has gone|have gone|was|stands) (?:out|live|online|published|sent|posted|delivered)\\b`,
    ),
    unless: /\bbefore\b/i,
    mayBeForbidden: true,
    why: "it puts the review behind what it is for",
  },
  {
    rule: "waives-review",
    pattern: re(
      "\\b(?:counts?|passes|goes|stands) (?:through )?as (?:approved|reviewed|agreed|checked by|a verdict|an approval|a yes)\\b|\\bchain\\b[^.;]{0,40}\\b(?:four|five|six|seven|eight|more than three|any number|longer|[4-9]|\\d{2,})\\b|\\b(?:may|can) be asked again\\b[^.;]{0,40}\\bchain\\b",
    ),
    mayBeForbidden: true,
    why: "it takes something for a review that is none, or stretches the rules of one",
  },
  {
    rule: "follows-outside",
    pattern: re(
      "\\b(?:pages?|sites?|comments?|issues?|e?-?mails?|messages?|drafts?|texts?|documents?|attachments?|posts?|replies)\\b[^.;]{0,100}\\b(?:work through|complete|carry out|follow|do|execute|perform|obey)\\b[^.;]{0,12}\\b(?:it|them|each|all)\\b[^.;]{0,30}\\b(?:step by step|as (?:written|they|it|asked|told)|exactly|in full|to the letter)|\\b(?:comments?|issues?|e?-?mails?|messages?|pages?|replies)\\b[^.;]{0,80}\\b(?:are|is|count as|become|becomes) (?:an? )?(?:tasks?|orders?|instructions?|commands?|assignments?)\\b",
    ),
    mayBeForbidden: true,
    why: "it makes a text from outside an instruction",
  },
  {
    rule: "widens-authority",
    pattern: re(
      "\\bin (?:their|his|her|the founder's) (?:place|stead)\\b|\\bwhen the founder (?:is|does|has|cannot)\\b[^.;]{0,40}\\b(?:away|absent|asleep|on holiday|unreachable|silent|busy|not answer\\w*|not reply|be reached)\\b[^.;]{0,80}\\b(?:decides?|approves?|sends?|publish\\w*|pays?|signs?|go(?:es)? ahead|take over)\\b",
    ),
    mayBeForbidden: true,
    why: "it puts an agent into the founder's place",
  },
  {
    rule: "widens-authority",
    pattern: re(
      "\\bset\\W{1,3}(?:the )?status\\W{0,3}(?:to)?\\W{0,3}(?:approved|posted)\\b|\\b(?:send|publish|pay|sign|submit|buy|order|deploy|merge|refund)\\b[^.;]{0,40}\\byourself\\b|^(?:then |now |next )?(?:publish|pay|sign|buy|order|deploy|merge|refund|subscribe|send (?:the|each|every|all)? ?(?:newsletters?|posts?|mails?|e-?mails?|invoices?|contracts?|tweets?))\\b (?!.*\\bto the (?:lawyer|accountant|cfo|cto|ceo|coo|founder|marketing)\\b)",
    ),
    unless: /\bfounder\b/i,
    mayBeForbidden: true,
    why: "it gives an agent what only the founder does",
  },
  {
    rule: "weakens-limit",
    pattern: re(
      "\\b(?:decisions?|lessons?|deadlines?|metrics?|standups?|entities|observations)\\b[^.;]{0,60}\\b(?:are|is|get|gets|be|being) (?:then )?(?:deleted|removed|pruned|dropped|forgotten|thrown away|purged|discarded)\\b|\\b(?:figures?|facts?|prices?|numbers?|metrics?)\\b[^.;]{0,20}\\b(?:last|past|previous|earlier)\\b[^.;]{0,40}\\b(?:may|can|are still|are fine|do)\\b|\\b(?:bigger|larger|higher|looser|more generous) (?:caps?|budgets?|limits?)\\b",
    ),
    mayBeForbidden: true,
    why: "it weakens retention, freshness or a budget",
  },
  {
    rule: "weakens-limit",
    pattern: re(
      "\\b(?:put|store|write|keep|paste|copy|include|note|add|share|log|save|remember)\\b[^.;]{0,40}\\b(?:api keys?|passwords?|tokens?|credentials?|passphrases?|private keys?|card numbers?|tax numbers?|personal data)\\b",
    ),
    unless: /\btokens? (?:used|per|limit|cap)|\bno |\bwithout\b/i,
    mayBeForbidden: true,
    why: "it has secrets or personal data kept",
  },
  {
    rule: "overrides-constitution",
    pattern: re(
      "\\b(?:disagree|conflict|contradict|differ)\\w*\\b[^.;]{0,60}\\bth(?:is|e) (?:page|skill|file|text|prompt)\\b[^.;]{0,20}\\b(?:wins?|holds?|counts?|prevails|is right|is followed)\\b",
    ),
    unless: /\bth(?:is|e) (?:page|skill|file|text|prompt)\b[^.;]{0,10}\b(?:gives way|yields)\b/i,
    mayBeForbidden: true,
    why: "it puts itself above the constitution",
  },
];
