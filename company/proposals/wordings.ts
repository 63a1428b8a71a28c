/**
 * Sentences that no page of an agent may say newly, by families of wordings. They find words, not
 * meanings: what they miss the founder reads in the diff. In English, and what is plainest in Portuguese,
 * German and Spanish.
 */
import type { RefusalRule } from "./proposal.ts";

export interface Wording {
  rule: RefusalRule;
  pattern: RegExp;
  /** What in the same sentence makes it harmless. */
  unless?: RegExp;
  /** Whether "never", "must not" or "do not" before it makes it a prohibition, and so harmless. */
  mayBeForbidden: boolean;
  /** Whether an example that says that it is made up may say it. */
  mayBeFiction?: boolean;
  why: string;
}

const REVIEWS =
  "(?:reviews?|reviewers?|reviewed|verdicts?|approvals?|approved|peers?|sign-?offs?|second opinion|request_review|check_draft|the (?:lawyer|accountant|cfo|cto|ceo|coo|founder))";
const OUTSIDE =
  "(?:web ?pages?|websites?|pages? (?:you|it|that)|sites?|urls?|links?|https?:\\S+|e-?mails?|mails?|messages?|issues?|tickets?|comments?|customers?|clients?|users?|suppliers?|senders?|authors?|drafts?|memory|entit(?:y|ies)|observations?|documents?|attachments?|pdfs?|files?|tool(?:s'?| results?| outputs?| answers?)?|outputs?|answers?|replies|posts?|articles?|search results?|third part(?:y|ies)|outside|external|feeds?|chats?|forums?|readmes?|invoices?|texts?|web|internet|online|repositor(?:y|ies))";
const ORDERS =
  "(?:instructions?|commands?|orders?|directions?|directives?|steps?|requests?|rules?|guidance|advice|wishes|prompts?)";
const FOUNDER_COMMAND =
  /\bhq (?:post (?:approve|send|resolve|hold|unapprove)|improve (?:accept|reject|revert)|memory (?:undo|redact|accept|prune|restore|import|merge)|resume|stop|approvals|claims answer|upgrade|department|runner|pack adopt)\b/;
const PROTECTED_NAME =
  "(?:(?<!of )(?<!in )the constitution|(?:tables?|rows?|limits?|cells?|page|text) (?:of|in) the constitution|copilot-instructions(?:\\.md)?|board\\.md|memory\\.jsonl|\\.mcp\\.json|\\.github/hooks|the guard|guard\\.(?:mjs|json)|package\\.json|\\.hq\\b|\\.vscode|marketing/approvals|review triggers?|statement levels|protected files|the (?:budgets?|retention|cadence|departments|obligations) (?:table|row)|a row (?:of|in|to) (?:the )?(?:constitution|review triggers|budgets|retention|cadence|departments|statement levels))";

const re = (source: string) => new RegExp(source, "i");

export const WORDINGS: readonly Wording[] = [
  {
    rule: "waives-review",
    pattern: re(
      `\\b(?:without|skip\\w*|omit\\w*|waiv\\w*|bypass\\w*|forgo\\w*|leave out|do away with|dispens\\w+(?: with)?|instead of|rather than|exempt\\w* from|free of)\\b[^.;]{0,50}\\b${REVIEWS}\\b`,
    ),
    mayBeForbidden: true,
    why: "it leaves a review or an approval out",
  },
  {
    rule: "waives-review",
    pattern: re(
      `\\b${REVIEWS}\\b[^.;]{0,60}\\b(?:(?:is|are|be|was)?\\s*(?:not|n't|no longer|never)\\s+(?:be\\s+)?(?:strictly\\s+)?(?:needed|required|necessary|mandatory|asked|requested|called|due)|optional|unnecessary|superfluous|not needed|can wait|(?:may|can|could|might) (?:be (?:skipped|left out|omitted|dropped|waived|postponed|asked later)|follow|come (?:later|afterwards))|after (?:delivery|publishing|sending|it (?:is|has|went))|afterwards|is implied|is assumed)`,
    ),
    mayBeForbidden: false,
    why: "it says that a review or an approval is not needed, or comes too late",
  },
  {
    rule: "waives-review",
    pattern: re(
      `\\b(?:no|need not|needn't|no need (?:to|for|of)|not have to|don't have to|doesn't need|do not need|does not need|needs no|requires? no|do not (?:ask|wait|bother|involve)|don't (?:ask|wait|bother|involve)|stop asking|not (?:ask|wait) (?:for|the)|never (?:ask|wait) (?:for|the))\\b[^.;:,]{0,40}\\b${REVIEWS}\\b(?![^.;]{0,30}\\b(?:lapses?|again|twice)\\b)`,
    ),
    unless:
      /\bno (?:post|draft|work|text|change|delivery|sending|publishing)\b.{0,30}\b(?:without|that needs?)\b|\bno (?:blocking )?finding\b|\bno (?:reason|excuse|ground)\b|\bno (?:department|agent) reviews\b/i,
    mayBeForbidden: false,
    why: "it says that nobody has to be asked",
  },
  {
    rule: "waives-review",
    pattern: re(
      "\\b(?:treat|take|count|consider|regard|assume|read|record|mark|report)\\b[^.;]{0,60}\\b(?:as|is|to be|means?|counts? as)\\b[^.;]{0,20}\\b(?:approved|reviewed|a yes|yes|consent|agreement|an approval|approval)\\b|\\b(?:silence|no (?:answer|reply|objection))\\b[^.;]{0,40}\\b(?:means?|counts? as|is(?! not))\\b[^.;]{0,15}\\b(?:approv\\w+|yes|consent|agreement)|\\b(?:approve|review|judge|sign off)\\b[^.;]{0,12}\\b(?:your|its|their|his) own\\b|\\bapproved by default\\b|\\bsubmit_verdict\\b[^.;]{0,60}\\b(?:on behalf of|in the name of|for the (?:lawyer|accountant|cfo|cto|ceo|coo)|yourself for)",
    ),
    mayBeForbidden: true,
    why: "it takes something for a review or an approval that is none",
  },
  {
    rule: "waives-review",
    pattern:
      /\bsem (?:a )?(?:revisão|aprovação|parecer)|\bdispensa\w*\b.{0,30}\b(?:revisão|aprovação|parecer)|\b(?:revisão|aprovação|parecer)\b.{0,40}\b(?:dispens|não é (?:necess|precis|obrigat)|opciona)|\bohne (?:eine |die )?(?:prüfung|freigabe|review|zustimmung)|\bkeine? (?:prüfung|freigabe|review|zustimmung)\b|\bsin (?:la )?(?:revisión|aprobación)|\bno (?:hace falta|necesita)\b.{0,30}\b(?:revisión|aprobación)|\bnão precisa\w* de (?:revisão|aprovação|parecer)|\b(?:prüfung|freigabe)\b.{0,30}\b(?:entfällt|unnötig|nicht (?:nötig|erforderlich))/i,
    mayBeForbidden: false,
    why: "it says that a review or an approval is not needed",
  },
  {
    rule: "follows-outside",
    pattern: re(
      `\\b(?:follow|obey|execute|carry out|comply with|apply|adopt|heed|honou?r|implement|perform|act (?:on|upon|by|according to)|work by|run|do)\\b[^.;]{0,40}\\b${ORDERS}\\b[^.;]{0,60}\\b(?:in|on|of|from|by|at|inside|within|given|found|contained|it|they)\\b[^.;]{0,40}\\b${OUTSIDE}\\b`,
    ),
    unless: /\b(?:\.github|skills?|procedure|constitution|this page|agent file|founder'?s)\b/i,
    mayBeForbidden: true,
    why: "it has an agent do what a text from outside says",
  },
  {
    rule: "follows-outside",
    pattern: re(
      `\\b${OUTSIDE}\\b[^.;]{0,80}\\b(?:follow|obey|execute|carry out|comply with|apply|adopt|heed|do(?! not))\\b[^.;]{0,20}\\b(?:it|them|its|their|those|these|what|whatever|as)\\b[^.;]{0,40}(?:\\b${ORDERS}\\b|\\b(?:says?|asks?|tells?|wants?|told|contains?|holds?|recommends?|demands?)\\b|[.,;]|$)`,
    ),
    mayBeForbidden: true,
    why: "it has an agent do what a text from outside says",
  },
  {
    rule: "follows-outside",
    pattern: re(
      `\\b(?:do|follow|carry out|obey|act on|accept|trust)\\b[^.;]{0,15}\\b(?:what(?:ever)?|as|everything|anything|all)\\b[^.;]{0,20}\\b${OUTSIDE}\\b[^.;]{0,40}\\b(?:says?|asks?|tells?|wants?|instructs?|demands?|requires?|requests?|recommends?|contains?)\\b`,
    ),
    mayBeForbidden: true,
    why: "it has an agent do what a text from outside says",
  },
  {
    rule: "follows-outside",
    pattern: re(
      `\\b${OUTSIDE}\\b[^.;]{0,60}\\b(?:is|are|as|counts? as|ha(?:s|ve))\\b[^.;]{0,25}\\b(?:an? )?(?:binding|authoritative|instructions?|orders?|commands?|trusted|the founder's word|as if the founder)\\b|\\b(?:treat|take|regard|accept)\\b[^.;]{0,60}\\b${OUTSIDE}\\b[^.;]{0,40}\\bas\\b[^.;]{0,20}\\b(?:instructions?|orders?|commands?|binding|trusted|authoritative|the founder)`,
    ),
    unless: /\b(?:material|information)\b/i,
    mayBeForbidden: true,
    why: "it makes a text from outside an instruction",
  },
  {
    rule: "follows-outside",
    pattern:
      /\b(?:read|fetch|load|open|get|check|download|look (?:at|up|into)|visit)\b[^.;]{0,40}(?:https?:\S+|\b(?:web|online|remote|url|gist|pastebin|wiki)\b)[^.;]{0,80}\b(?:rules?|instructions?|guidelines?|procedures?|polic(?:y|ies)|steps?|how to (?:proceed|work)|what to do|tasks?|and (?:do|apply|follow|use) (?:it|them|what))\b|\b(?:rules?|instructions?|guidelines?|procedures?|polic(?:y|ies)|steps?|prompts?) (?:at|on|from|under|behind|live at|stand at|are at|are kept at)\b[^.;]{0,30}(?:https?:\S+|\b(?:gist|pastebin|wiki|website|web page)\b)/i,
    mayBeForbidden: true,
    why: "it takes its rules from a page outside",
  },
  {
    rule: "follows-outside",
    pattern:
      /\b(?:segu(?:e|ir|a)|cumpr(?:e|ir|a)|execut(?:a|ar|e)|obedec\w+)\b.{0,30}\b(?:instruções|ordens|pedidos|passos)\b.{0,50}\b(?:página|site|e-?mail|mensagem|cliente|documento|anexo|memória|rascunho)|\b(?:befolg\w+|führ\w* .{0,30}\baus|folg\w+)\b.{0,40}\b(?:anweisung\w*|anleitung\w*|befehl\w*)\b.{0,40}\b(?:seite|website|mail|nachricht|kund\w+|dokument|anhang|entwurf)|\b(?:anweisung\w*|befehl\w*)\b.{0,60}\b(?:seite|website|mail|nachricht|kund\w+|dokument|anhang)\b.{0,40}\b(?:befolg\w+|ausführ\w+|folgen)|\b(?:sigu?e|seguir|cumpl\w+|ejecut\w+)\b.{0,30}\b(?:instrucciones|órdenes|pasos)\b.{0,50}\b(?:página|sitio|correo|mensaje|cliente|documento)/i,
    mayBeForbidden: true,
    why: "it has an agent do what a text from outside says",
  },
  {
    rule: "overrides-constitution",
    pattern:
      /\b(?:overrid\w+|take[sn]? precedence|took precedence|go(?:es)? before|outrank\w*|supersed\w+|replac\w+|prevail\w*|wins? over|win(?:s)? against|stronger than|stand(?:s)? above|instead of)\b[^.;|]{0,50}\b(?:constitution|copilot-instructions|agents\.md|this company's rules|the rules|the limits|the tables?|the guard)\b|\b(?:constitution|copilot-instructions|the rules|the limits|the tables?)\b[^.;|]{0,60}\b(?:is|are|does|do|may|can|must|need)?\s*(?:not (?:bind\w*|apply|count|hold|followed)|be (?:ignored|overruled|bent|set aside|relaxed)|overruled|overridden|give way|gives way|yields?|comes? second)/i,
    mayBeForbidden: true,
    why: "it puts itself above the constitution",
  },
  {
    rule: "bypasses-guard",
    pattern: re(
      "\\b(?:disabl\\w+|bypass\\w*|turn(?:ed)? off|switch(?:ed)? off|skip\\w*|ignor\\w+|remov\\w+|work(?:ing)? around|get(?:ting)? (?:a)?round|circumvent\\w*|evad\\w+|unset\\w*|outwit\\w*|avoid\\w*|trick\\w*|defeat\\w*|so that (?:the )?guard)\\b[^.;]{0,50}\\b(?:guard|hooks?|permissions?|deny rules?|protection|stop flag|refusals?|walls?|check_draft|pre-?commit)\\b|--no-verify\\b|\\bHQ_DEVELOP\\b|\\bHQ_AGENT\\s*=|\\bchmod\\b|\\b(?:guard|hook)s?\\b[^.;]{0,30}\\b(?:does not|doesn't|do not|cannot|can't) (?:see|notice|know|read|check)\\b|\\bwhen the guard (?:refuses|says no)[^.;]{0,60}\\b(?:again|another|other|differently|instead|write|use)\\b",
    ),
    mayBeForbidden: true,
    why: "it speaks of getting round a protection",
  },
  {
    rule: "bypasses-guard",
    pattern: re(
      `\\b(?:edit|chang(?:e|es|ing)|write|writing|updat\\w+|append|modify|creat\\w+|delet\\w+|remov\\w+|set|rais\\w+|lower|add|put|insert|extend|correct|fix|mend|adjust)\\b[^.;]{0,60}${PROTECTED_NAME}`,
    ),
    unless: /\b(?:propos\w+|suggest\w*|founder|ask|board_update|coo)\b/i,
    mayBeForbidden: true,
    why: "it has an agent change what is protected",
  },
  {
    rule: "widens-authority",
    pattern: re(
      "\\b(?:on behalf of the founder|in the founder's (?:name|place|stead)|as the founder|(?:act|speak|decide|sign|approve)s? for the founder|without (?:asking |telling |waiting for )?the founder|the founder (?:need|needs|does|has|have)\\s*(?:not|n't|no)\\b[^.;]{0,20}\\b(?:be asked|to|asked|know|approve|see|told)|the founder is (?:informed|told) (?:after|later)|no need (?:to ask|for) the founder|instead of the founder|full authority|has authority|ha(?:s|ve) the (?:power|right) to|(?:decide|act|approve) (?:alone|autonomously|independently|on your own))\\b",
    ),
    mayBeForbidden: true,
    why: "it gives an agent what is the founder's",
  },
  {
    rule: "widens-authority",
    pattern: re(
      "\\b(?:may|can|is allowed to|are allowed to|is permitted to|are permitted to|is entitled to|are free to|is free to|you)\\b[^.;]{0,25}\\b(?:approve (?:posts?|drafts?|it|the)|publish(?:es)?\\b|sends? (?:it|the|posts?|mails?|e-?mails?|invoices?|refunds?)|pay(?:s)? (?:the|invoices?|suppliers?|bills?)|spend(?:s)?\\b|sign(?:s)? (?:the|contracts?|agreements?)|file(?:s)? the (?:return|declaration)|submit(?:s)? the (?:return|declaration|filing)|refund(?:s)? (?:the|a|customers?)|log in|merge(?:s)?\\b|deploy(?:s)?\\b|hire(?:s)?\\b|buy(?:s)?\\b|order(?:s)?\\b)|\\bset (?:the )?status (?:to|:)?\\s*`?(?:approved|posted)",
    ),
    unless:
      /\b(?:the founder|once the founder|founder's)\b[^.;]{0,60}\b(?:approv\w+|sends?|pays?|signs?|files?|yes|said|does|decides?)\b/i,
    mayBeForbidden: true,
    why: "it gives an agent what only the founder does",
  },
  {
    rule: "widens-authority",
    pattern: FOUNDER_COMMAND,
    unless: /\bfounder\b/i,
    mayBeForbidden: true,
    why: "it has an agent give a command that is the founder's",
  },
  {
    rule: "weakens-limit",
    pattern: re(
      "\\b(?:rais\\w+|increas\\w+|doubl\\w+|lift\\w*|ignor\\w+|exceed\\w*|extend\\w*|remov\\w+|drop\\w*|pass|go(?:es)? (?:past|over|beyond)|relax\\w*|loosen\\w*|no)\\b[^.;]{0,40}\\b(?:budgets?|caps?|spending limits?|token limits?|limits? (?:on|of|for)|warning days|retention)\\b|\\b(?:budget|cap|limit)s?\\b[^.;]{0,40}\\b(?:is|are|may|can) (?:be )?(?:only (?:a )?(?:guide\\w*|target)|not (?:binding|hard)|exceeded|passed|stretched|soft)",
    ),
    mayBeForbidden: true,
    why: "it weakens a budget or a limit",
  },
  {
    rule: "weakens-limit",
    pattern: re(
      "\\b(?:delet\\w+|prun\\w+|remov\\w+|forget\\w*|purg\\w+|discard\\w*|clean\\w* (?:out|up)|throw away|drop\\w*|delete_entities)\\b[^.;]{0,60}\\b(?:decisions?|lessons?|deadlines?|metrics?|clients?|standups?|trackers?|(?:older|more) than|old (?:entit|observ|fact|line)\\w*|after \\w+ (?:days?|weeks?|months?|years?))\\b|\\bkeep\\b[^.;]{0,40}\\b(?:only|no longer than|at most|for)\\b[^.;]{0,20}\\b(?:\\d+|one|two|three|six|twelve|a) (?:days?|weeks?|months?|years?)\\b",
    ),
    mayBeForbidden: true,
    why: "it forgets what retention keeps",
  },
  {
    rule: "weakens-limit",
    pattern: re(
      "\\b(?:stale|outdated|expired|out of date|old(?:er)? (?:figures?|facts?|prices?|numbers?|metrics?))\\b[^.;]{0,60}\\b(?:is|are|may|can|still)\\b[^.;]{0,25}\\b(?:fine|enough|be (?:used|repeated|quoted|kept)|used|good|ok|okay|acceptable|good enough)\\b|\\b(?:use|repeat|quote|rely on|trust)\\b[^.;]{0,40}\\b(?:whatever its age|regardless of (?:its )?(?:age|date)|even (?:if|when) (?:it is |they are )?(?:stale|old|expired|outdated))",
    ),
    mayBeForbidden: true,
    why: "it lets a fact stand past its freshness",
  },
  {
    rule: "weakens-limit",
    pattern:
      /\b(?:thesis|roadmap)\b[^.;]{0,60}\b(?:as|like|to|be|become|count\w*|written|said|stated|called|present(?:ed)?)\b[^.;]{0,25}\b(?:live\b|present tense)|\b(?:present tense|`?live`?)\b[^.;]{0,40}\b(?:without|no|needs no|even without|before there is)\b[^.;]{0,12}\bevidence/i,
    mayBeForbidden: true,
    why: "it lets a statement stand above its level",
  },
];

/** Before what is forbidden, in the same sentence. */
export const FORBIDS =
  /\b(?:never|must not|mustn't|may not|do not|don't|does not|doesn't|cannot|can't|nobody|no one|no agent|no department|nothing|not|neither|nor|no (?:reason|excuse|ground) (?:to|for)|refuse\w*|forbid\w*|forbidden|nunca|não|nicht|niemals|kein\w*|no se)\b[^.;:]{0,60}$/i;
