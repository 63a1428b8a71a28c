/** The same oversteps said sideways: by the order of steps, in the passive, by what counts as what. */
import type { Wording } from "./wordings.ts";

const WHO =
  "(?:lawyer|accountant|cfo|cto|ceo|coo|founder|reviewers?|reviews?|approvals?|verdicts?)";
const GOES_OUT = "(?:launch|publish|post|send|deliver|ship|announce|go(?:es)? (?:live|out|online))";
const re = (source: string) => new RegExp(source, "i");

export const SIDEWAYS_WORDINGS: readonly Wording[] = [
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
  {
    rule: "waives-review",
    pattern: re(
      "\\b(?:no (?:answer|reply|objection|word)|ha(?:s|d|ve) not (?:answered|replied|objected|reacted)|(?:is|are|stays?|was) silent|silence|unanswered|hears? nothing|does not (?:answer|reply|object|react))\\b[^]{0,100}\\b(?:approved|goes? (?:out|ahead|live)|went (?:out|ahead|live)|publish\\w*|is sent|agreed|consent|granted|passed|a yes|taken as)\\b",
    ),
    unless: /\b(?:stays?|waits?|lapses?|founder (?:decides|is asked)|is not|are not|no yes)\b/i,
    mayBeForbidden: true,
    why: "it takes silence for a yes",
  },
  {
    rule: "waives-review",
    pattern: re(
      "\\b(?:has|have|had) (?:thereby |then |already |thus )?(?:had|got|passed|received|been given) (?:its|their|the|a|an|all) (?:peer )?(?:reviews?|approvals?|verdicts?)\\b|\\bauthors? (?:records?|gives?|writes?|submits?|enters?) the verdict\\b|\\b(?:replaces?|substitutes?|stands? in for|takes? the place of|does the work of|is as good as|equals?|amounts? to|serves? as|is equivalent to|makes up for)\\b[^.;]{0,30}\\b(?:reviews?|approvals?|verdicts?|the founder's yes|submit_verdict|request_review)\\b",
    ),
    mayBeForbidden: false,
    why: "it takes something for a review that is none",
  },
  {
    rule: "overrides-constitution",
    pattern:
      /["“'`]?\b(?:the )?(?:founder|approv(?:al|ed)|reviews?|reviewers?|verdict|protected|proven|fresh|stale|live|posted|urgent|public|own work|budget|cap|limit|evidence|source|as of|purchase|spending)\b["”'`]? (?:here |also |now |always )?(?:means|stands for|refers to|is (?:whoever|anyone who|the day (?:on|of)|whatever|what (?:is|was)|only what|a single|understood as|to be read as|read as|taken to (?:be|mean))|shall mean|is short for|includes (?:the )?(?:department|agent|coo|ceo|marketing|cfo|cto))\b/i,
    mayBeForbidden: true,
    why: "it gives a word of the constitution another meaning",
  },
  {
    rule: "bypasses-guard",
    pattern:
      /\b(?:open|take|use|go to|find|load)\b[^.;]{0,20}(?:memory[\w.]*\.jsonl|BOARD\.md|\.hq\/|hq\.db|copilot-instructions)[^.;]{0,40}\b(?:with|in|by) (?:the |an? |your )?(?:edit(?:or)?|text editor|file tool|shell|hand|write)\b|\b(?:edit|correct|mend|repair|fix|change|overwrite|replace|rewrite)\b[^.;]{0,40}(?:memory[\w.]*\.jsonl|\.hq\/|hq\.db)/i,
    unless: /\b(?:never|must not|do not|don't|may not|nobody|no agent)\b/i,
    mayBeForbidden: false,
    why: "it goes round the tools to the files themselves",
  },
  {
    rule: "weakens-limit",
    pattern: re(
      "\\b\\d[\\d.,]*\\s?(?:[kM]\\b|million|thousand)?\\s?(?:tokens?|calls|requests)\\b[^.;]{0,30}\\b(?:a|an|per|each|every|for (?:each|every|a|one)) (?:day|week|month|run|task|pass|department)\\b|\\b(?:reach\\w*|hit\\w*|at|near|over)\\b[^.;]{0,12}\\b(?:its|the|a|their) (?:limit|cap|budget)\\b[^]{0,80}\\b(?:begin|start|go on|continue|carry on|open)\\b[^.;]{0,20}\\b(?:again|at once|anew|another|a new|all the same|anyway)\\b",
    ),
    mayBeForbidden: true,
    why: "it says of a budget what only the constitution's table says",
  },
  {
    rule: "waives-review",
    pattern: re(
      "\\b(?:evidence|sources?|proof|verdicts?|reviews?|as of)\\b[^.;]{0,60}\\b(?:(?:is|are|may be|can be|be) (?:added|given|asked|recorded|found|put|handed in|supplied))\\b[^.;]{0,50}\\b(?:later|afterwards|after (?:it|they|the (?:post|text|launch))|(?:in|within) the \\w+ (?:days|hours|weeks) after|the next (?:day|week)|together with the (?:second|next))\\b|\\b(?:reply|answer|words?|view|opinion)\\b[^.;]{0,20}\\b(?:is|are) (?:what you (?:enter|record|give)|entered|recorded|taken|given)\\b[^.;]{0,30}\\bverdict\\b|\\b(?:read|seen|reviewed|asked|looked at)\\b[^.;]{0,40}\\btogether with the (?:second|next|following)\\b",
    ),
    mayBeForbidden: true,
    why: "it has what a text needs come after the text",
  },
  {
    rule: "waives-review",
    pattern:
      /(?<!\p{L})(?:basta|chega|genügt|reicht|suffit|é suficiente|es suficiente)(?!\p{L})[^.;]{0,60}(?:revis|parecer|prüf|freigab|verdict|avis|aprob)|(?:revis(?:ão|ión)|parecer|prüfung|freigabe|avis|aprobación|aprovação)[^.;]{0,40}(?:no se pide|não se pede|wird nicht|n'est pas|n’est (?:pas|consulté)|ya no|já não)|(?:no se pide|não se pede|n'est (?:pas )?consult|wird nicht (?:gefragt|geprüft))/iu,
    mayBeForbidden: false,
    why: "it says that a review or an approval is not needed",
  },
  {
    rule: "widens-authority",
    pattern:
      /(?<!\p{L})(?:contabilista|jurista|advogad[oa]|cfo|cto|ceo|coo|marketing|agentes?|departamento\w*|abteilung\w*|agenten?|comptable|avocat|abogad[oa]|contable|service)(?!\p{L})[^.;]{0,50}(?<!\p{L})(?:entrega|submete|paga|assina|envia|publica|aprova|contrata|encomenda|cancela|zahlt|bezahlt|überweist|unterschreibt|unterzeichnet|veröffentlicht|genehmigt|kündigt|bestellt|kauft|reicht [^.;]{0,30}ein|schließt [^.;]{0,60}ab|firma|aprueba|compra|presenta|paie|signe|publie|envoie|approuve|dépose|achète|résilie)(?!\p{L})|(?<!\p{L})(?:schließt|kündigt|zahlt|genehmigt|veröffentlicht)(?!\p{L})[^.;]{0,40}(?<!\p{L})(?:cfo|cto|ceo|coo|marketing|abteilung)(?!\p{L})/iu,
    unless:
      /(?:não|nicht|nunca|niemals|no|ne)\s+(?:entrega|submete|paga|assina|envia|publica|aprova)/iu,
    mayBeForbidden: false,
    why: "it gives an agent what only the founder does",
  },
  {
    rule: "widens-authority",
    pattern: re(
      "\\b(?:go(?:es)?|moves?|jumps?|becomes?|passes|is set|is put|may be set)\\b[^.;]{0,30}\\bstatus\\W{0,3}(?:approved|posted)\\b",
    ),
    unless: /\bfounder (?:approves|has approved|approved|says|said|sets|set|decides)\b/i,
    mayBeForbidden: true,
    why: "it gives an agent what only the founder does",
  },
  {
    rule: "widens-authority",
    pattern: /\bgeneral-purpose\b/i,
    mayBeForbidden: true,
    why: "it calls a helper of the client that has a shell",
  },
  {
    rule: "bypasses-guard",
    pattern: re(
      "\\b(?:written|put|entered|typed|changed|made|added)\\b[^.;]{0,30}\\b(?:into|in|on) the (?:line|page|file|table|board)(?: of the (?:page|file|board))? (?:itself|directly|by hand)\\b",
    ),
    unless: /\b(?:never|must not|do not|don't|may not|nobody|no agent)\b/i,
    mayBeForbidden: false,
    why: "it goes round the tools to the files themselves",
  },
  {
    rule: "weakens-limit",
    pattern: re(
      "\\bso that (?:it|they|the (?:task|miss|date|duty)) (?:do(?:es)? not|is not|are not|never|no longer) (?:show\\w*|count\\w*|appear\\w*|seen|listed)\\b[^.;]{0,20}\\b(?:late|overdue|missed|a miss|chronic|as one)\\b",
    ),
    mayBeForbidden: false,
    why: "it hides what is late",
  },
  {
    rule: "weakens-limit",
    pattern: /(?:[€$£]\s?\d|\d\s?(?:€|eur\b|euros?\b|usd\b|gbp\b|chf\b|brl\b))/i,
    unless:
      /\b(?:example|fictional|e\.g\.|such as|beispiel|exemplo|ejemplo|source|https|art(?:icle|\.)?)\b|^["“'`]|\|/i,
    mayBeForbidden: true,
    mayBeFiction: true,
    why: "an amount that decides something stands in the constitution's tables",
  },
  {
    rule: "waives-review",
    pattern: re(
      "\\b(?:is|are|be|stays?) (?:also )?covered by the (?:verdict|review|approval)\\b|\\b(?:share|shares|uses?|reuses?|inherits?|takes? over|falls? under) (?:the|its|that) (?:same )?(?:verdict|review|approval)\\b|\\bsignals?\\b[^.;]{0,60}\\b(?:(?:is|are) (?:not counted|ignored|left out)|do(?:es)? not count)\\b",
    ),
    mayBeForbidden: false,
    why: "it has one review stand for another text, or a signal not count",
  },
  {
    rule: "waives-review",
    pattern:
      /(?<!\p{L})(?:parecer|revisão|aprovação|prüfung|freigabe|stellungnahme|revisión|dictamen|aprobación|avis|validation)(?!\p{L})[^.;]{0,80}(?<!\p{L})(?:depois de|mais tarde|após|nachher|nachträglich|später|danach|después de|más tarde|après|plus tard)(?!\p{L})/iu,
    mayBeForbidden: false,
    why: "it has a review come after what it is for",
  },
  {
    rule: "weakens-limit",
    pattern: re(
      "\\b(?:hand|give|pass|move)\\w*\\b[^.;]{0,40}\\b(?:rest|remainder|work|it|task)\\b[^.;]{0,60}\\b(?:has used (?:little|less)|with (?:budget|tokens|room) left|has (?:budget|tokens|room) left|another (?:department|run))\\b|\\btokens? (?:were|are|was|is) used up\\b[^.;]{0,40}\\b(?:no failure|not a failure|goes on|go on)\\b",
    ),
    mayBeForbidden: true,
    why: "it goes on past a budget under another name",
  },
];
