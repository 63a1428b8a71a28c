/**
 * What only a reader can judge: sentences of a proposal that no limit refuses, and that are about what the
 * company must not get wrong. The founder is shown them before saying yes. Wide on purpose: what is listed
 * is read in seconds, and what is not listed is read by nobody.
 */
import { changedFiles, newlySaid, saidIn } from "./changed.ts";
import { changedDuties } from "./duties.ts";
import type { ChangedFile, KitTexts } from "./proposal.ts";

export interface Reading {
  /** From the root. */
  file: string;
  /** The sentence, row or line as it would stand there. */
  text: string;
  /** What it is about, in a few words. */
  about: string;
}

interface Topic {
  about: string;
  pattern: RegExp;
}

/** The first that fits is named. */
const TOPICS: readonly Topic[] = [
  {
    about: "reviews and approval",
    pattern:
      /\b(?:review\w*|verdict\w*|approv\w+|unchecked|sign-?off|second opinion|request_review|submit_verdict|check_draft|check_filing|revis\w+|parecer\w*|aprov\w+|prüf\w*|freigab\w*|genehmig\w*|aprob\w+|approb\w+|valid(?:er|ation|é)\w*|consent\w*|objection|silen\w+)/i,
  },
  {
    about: "who decides",
    pattern:
      /\b(?:founder\w*|fundador\w*|gründer\w*|fondat\w+|lawyer|accountant|cfo|cto|ceo|coo|marketing|improver|advogad\w+|jurista|abogad\w+|avocat\w*|anw[aä]lt\w*|contabilista|contable|comptable|steuerberater\w*|decide[sd]?|decision|authority|responsible|on its own|yourself|selbst|sozinh\w+)\b/i,
  },
  {
    about: "what leaves the company, or costs",
    pattern:
      /\b(?:publish\w*|send(?:s|ing)?|sent|post(?:s|ed)? (?:it|the|a)|pay(?:s|ing|ments?)?|paid|spend\w*|sign(?:s|ed)?|submit\w*|fil(?:e|es|ed|ing) (?:the|a|it)|buy\w*|order(?:s|ed)?|cancel\w*|subscri\w+|refund\w*|deploy\w*|goes? (?:out|live)|went out|entrega\w*|envia\w*|paga\w*|assina\w*|kündig\w*|bezahl\w*|abschlie\w+|schließt|versend\w*|envoi\w*|paie\w*|[€$£]\s?\d|\d\s?(?:€|eur|usd|gbp)\b)/i,
  },
  {
    about: "what may be said",
    pattern:
      /`?\b(?:As of|Status|evidence|registry|LIVE|ROADMAP|THESIS|claims?|present tense|figures?|prices?|products?|customers?|accounts?)\b`?/,
  },
  {
    about: "memory and records",
    pattern:
      /\b(?:memory|entit(?:y|ies)|observations?|lessons?|decisions?|delet\w+|remov\w+|forget\w*|drawn together|merge\w*|board|due|misses?|overdue|late|record(?:s|ed)?)\b/i,
  },
  {
    about: "limits",
    pattern:
      /\b(?:at most|at least|up to|no more than|limits?|caps?|budgets?|tokens|characters|not counted|within|until|deadline|days?|weeks?|months?)\b|\d/i,
  },
  {
    about: "text from outside, or a tool",
    pattern:
      /\b(?:web|pages?|sites?|mails?|e-?mails?|messages?|issues?|comments?|documents?|guides?|notes|general-purpose|task|explore|shell|terminal|commands?|edit(?:or)?|by hand|into the (?:line|page|file))\b/i,
  },
];

/** Shapes in which a rule is bent: a case, a default, a meaning, a leave. */
const SHAPE =
  /\b(?:where|when(?:ever)?|if|in (?:weeks|months|days|cases?|the case)|once|unless|except\w*|otherwise|also|enough|suffic\w+|counts?|means?|is (?:the|a|an|whatever|what|whoever)|default|taken|straight|direct(?:ly)?|may|can|could|free to|allowed|small\w*|minor|short\w*|urgent|every minute|first time|same|mostly|usually|as a rule|instead|in place of|rather|simply|just|noted|later|after\w*|meanwhile|already|so that|for (?:each|texts|work|posts)|[a-z]+ed a year ago|example)\b|[¹²³]|\bup to\b|\bat most\b/i;
/** Another language than the pages': code judges these by a few wordings only. */
const FOREIGN =
  /(?<!\p{L})(?:der|die|das|und|nicht|wenn|bis|ist|wird|mit|ein|eine|não|uma|para|quando|que|com|pode|os|as|el|los|las|una|por|cuando|puede|le|les|des|est|pour|une|dans|qui)(?!\p{L})/giu;
const FOREIGN_WORDS = 3;
const TEXT_CHARS = 400;

/** A box of a check list, whose text begins with it. */
const BOX = /^\[[ x]\] /i;

/** In the order of files and pages, duties in other words first, then checks that are gone. Deterministic. */
export function readingsOf({ before, after }: { before: KitTexts; after: KitTexts }): Reading[] {
  const files = changedFiles(before, after);
  const reworded = files.flatMap((file) =>
    changedDuties(file, { elsewhere: [], names: new Set() }).reworded.map(
      ({ text }): Reading => ({
        ...{ file: file.path, text: text.slice(0, TEXT_CHARS) },
        about: "a duty that would be said in other words",
      }),
    ),
  );
  const unchecked = files.flatMap((file) =>
    lostChecks(file).map(
      (text): Reading => ({
        ...{ file: file.path, text: text.slice(0, TEXT_CHARS) },
        about: "a check that would not be made any more as it was",
      }),
    ),
  );
  const found = files.flatMap((file) =>
    newlySaid(file).units.flatMap((unit): Reading[] => {
      if (unit.kind === "heading") return [];
      const about = aboutWhat(unit.text);
      return about === null
        ? []
        : [{ file: file.path, text: unit.text.slice(0, TEXT_CHARS), about }];
    }),
  );
  const named = new Set(reworded.map(({ file, text }) => `${file} ${text}`));
  const others = unchecked.filter(({ file, text }) => !named.has(`${file} ${text}`));
  return [...reworded, ...others, ...found];
}

/** Boxes of the old page whose words the new one has in no box: who ticks it looks at less, or at nothing. */
function lostChecks({ before, after }: ChangedFile): string[] {
  const boxes = saidIn(after)
    .map(({ text }) => text)
    .filter((text) => BOX.test(text));
  const wordsIn = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const now = boxes.map((text) => new Set(wordsIn(text)));
  return saidIn(before)
    .map(({ text }) => text)
    .filter(
      (text) =>
        BOX.test(text) && !now.some((words) => wordsIn(text).every((word) => words.has(word))),
    );
}

function aboutWhat(text: string): string | null {
  if ((text.match(FOREIGN)?.length ?? 0) >= FOREIGN_WORDS) return "another language";
  const topic = TOPICS.find(({ pattern }) => pattern.test(text));
  if (topic === undefined || !SHAPE.test(text)) return null;
  return topic.about;
}
