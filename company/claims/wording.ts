/**
 * Which level the wording of a sentence claims, by the words that show it. A sentence is cut into
 * segments ("it runs today, and next I will …"), because one half may plan and the other claim.
 */
import type { StatementLevel } from "../constitution/types.ts";
import type { Language } from "./language.ts";
import { firstIn, phrases } from "./match.ts";

export interface Segment {
  from: number;
  to: number;
  /** PAST says nothing about today; null when the words show nothing. */
  level: StatementLevel | "PAST" | null;
  /** The words that show it. */
  shownBy: string;
  /** Planned and present words side by side: a person must read it. */
  isMixed: boolean;
  /** Where the planned words begin in the sentence; null without any. */
  plannedAt: number | null;
}

interface Markers {
  roadmap: RegExp;
  thesis: RegExp;
  /** Says outright that it is there. */
  present: RegExp;
  past: RegExp;
  /** A verb in the present tense. */
  verb: RegExp;
  /** Of those the ones that make a plan with the words after them: "is planned", "comes next". */
  helping: RegExp;
  /** A verb of its own: the segment does not take the level of its neighbour. */
  finite: RegExp;
  cut: RegExp;
}

const ENGLISH: Markers = {
  roadmap: phrases(
    "will(?! not be sold)|'ll|shall|going to|(?:the|my|a) plan is|plan(?:s|ned|ning)? (?:to|for|on|as)|planned|planning|i plan|(?:my|our) plans?|plans?(?=:)",
    "(?:still )?working on|work(?:s)? in progress|in progress|in the works|(?:under|in) development|being (?:built|written|tested|developed)|(?:am|'m|is|are|'re|still) building|i build",
    "(?:on|part of) (?:the|my|our|its) roadmap|roadmap|next(?! to)|upcoming|coming (?:soon|next|later|in|with|up|this|to)|(?:is|are) coming|(?:comes?|arrives?|follows?)(?: to \\p{L}+)? (?:in|by|with) (?:the )?(?:new year|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december|20\\d\\d|q[1-4])|soon|later this \\p{L}+",
    "not (?:yet )?(?:built|shipped|live|available|ready|there|done|finished|possible|released|implemented)|\\p{L}+n't[^.;]{0,30} yet|(?:not|no|cannot)[^.;]{0,30} yet|yet to|to be (?:built|done|added)|intend(?:s|ed)? to|aim(?:s|ing)? (?:to|for|at)|to do|todo",
  ),
  thesis: phrases(
    "i (?:do not |don't )?(?:think|believe|bet|guess|hope|suspect|wonder|imagine|doubt|assume)|my (?:bet|guess|thesis|hope|opinion|hypothesis)|(?:the|a|an|our) (?:thesis|idea|bet|hypothesis|direction|goal|aim|vision) (?:is|behind|of|for|that)|thesis|hypothesis|i care about",
    "i(?: still)? want(?! you to (?:know|see))|i'd|i would|(?<!you )(?:would|could|should|might|may(?! \\d)|ought to|needs? to|have to|must)|has to|if|whether|worth (?:building|making|doing|trying)|until(?! (?:\\p{L}+ ){0,5}(?:approv|sign))|as soon as|what if|in theory|perhaps|maybe|probably|hop(?:e|es|ing) (?:to|for|that)|wants? to|imagine|in my opinion|ideally|dream",
  ),
  present: phrases(
    "already|today|now live|(?:is|are) (?:now )?(?:live|available|out|here|built in)|available (?:now|today)|(?:i|we|just|now|have|has|'ve) (?:just |now |already )?(?:shipped|launched|released|added|built|introduced)|out of the box|as of today|currently",
  ),
  past: phrases(
    "was|were|had|used to|did|i (?:removed|dropped|deleted|killed|abandoned|cancelled|undid|took (?:out|away)|threw (?:out|away)|gave up)",
  ),
  verb: phrases(
    "is|are|am|has|have|can|does|comes|gets|runs|uses|keeps|stores|lets|gives|makes|offers|supports|provides|includes|protects|ensures|ships|shows|records|logs",
  ),
  helping: phrases("is|are|am|has|have|can|does|comes|gets"),
  finite: phrases(
    "is|are|am|'s|'re|has|have|can|does|do|comes?|gets?|runs?|uses?|keeps?|stores?|lets?|gives?|makes?|offers?|supports?|provides?|includes?|protects?|ensures?|ships?|it|they|you|i|we|every|each|all|no|nothing|nobody|was|were|had",
  ),
  cut: /[;]|\s[—–-]{1,2}\s|\u2014|(?<=(?:^|\s)(?:if|when|whenever)\s[^,;]{1,80}),\s|,?\s(?:until|unless|as soon as|but|while|whereas|although|though|however|yet)\s|(?:,|\s(?:and|or))\s(?=(?:and |so |then )?(?:(?:it|they|i|we|you|that|which|who|this|there|already|today|now)\s|(?:is|are|has|have|can|will|does|runs?|comes?|gets?|keeps?|lets?)\s))/gu,
};

const PORTUGUESE: Markers = {
  roadmap: phrases(
    "(?:vou|vai|vamos|vão)(?: \\p{L}+)? \\p{L}+(?:ar|er|ir|or)|irei|irá|irão|\\p{L}+(?:arei|erei|irei|ará|erá|irá|arão|erão|irão|aremos|eremos|iremos)|virá|terá|terão",
    "plane(?:io|amos|ad[oa]s?|ia)|o plano é|(?:meus?|nossos?) planos?|planos? para|plano(?=:)|previst[oa]s?|prevejo|tenciono|pretendo|a trabalhar (?:em|n[oa]s?)|(?:estou|estamos|está|ainda) a (?:construir|desenvolver|fazer|preparar|escrever|trabalhar)|a (?:construir|desenvolver|preparar)",
    "em (?:desenvolvimento|construção|preparação|curso)|n[oa] (?:roteiro|roadmap)|roteiro|em breve|brevemente|próxim[oa]s? (?:passos?|versão|versões|mês|meses|semanas?|trimestre|ano)|a seguir|ainda não|por fazer|falta (?:fazer|construir)|mais tarde|não (?:está|estão|fica) (?:pront[oa]s?|disponível|disponíveis|feit[oa]s?|no ar)",
  ),
  thesis: phrases(
    "acho(?: que)?|(?:não sei|não sabia|sem saber|resta saber|duvido|a ver) (?:se|que)|penso(?: que)?|creio(?: que)?|acredito(?: que)?|aposto|a minha (?:aposta|tese|ideia|opinião)|aposta|tese|hipótese|a ideia (?:é|era)|a direção é|o objetivo é|gostava|gostaria|queria|quero|talvez|poderia|podia|deveria|devia|devem?|seria|seriam|espero|imagino|na minha opinião|se (?:vale|valia|valerá)|vale(?:rá)? a pena (?:construir|fazer)|se (?:for|fosse|tiver|tivesse|houver)|até que|assim que|precisa de|tem de|têm de",
  ),
  present: phrases(
    "já|hoje|atualmente|neste momento|(?:está|estão|fica) (?:disponível|disponíveis|no ar|online|ativ[oa]s?)|disponível (?:já|agora|hoje)|lancei|lançámos|construí|acrescentei|adicionei|publiquei|de origem",
  ),
  past: phrases(
    "era|eram|foi|foram|tinha|tinham|estava|estavam|havia|removi|retirei|tirei|apaguei|abandonei|deixei de|desisti",
  ),
  verb: phrases(
    "é|são|está|estão|tem|têm|há|pode|podem|faz|guarda|corre|usa|mantém|inclui|oferece|permite|garante|protege|regista|mostra",
  ),
  helping: phrases("é|são|está|estão|tem|têm|há|pode|podem|faz"),
  finite: phrases(
    "é|são|está|estão|tem|têm|há|pode|podem|faz|guarda|corre|usa|mantém|inclui|oferece|permite|garante|protege|regista|traz|vem|fica|ficam|dá|cada|todos|todas|tudo|nada|nenhum|nenhuma|ele|ela|eles|elas|podes|tens",
  ),
  cut: /[;]|\s[—–-]{1,2}\s|\u2014|,?\s(?:até que|assim que|mas|enquanto|embora|porém|contudo|todavia)\s|(?:,|\se)\s(?=(?:e |que )?(?:(?:já|hoje|vou|vai|está|tem|é|são|estou|que|ele|ela|eu)\s))/gu,
};

const MARKERS: Record<Language, Markers> = { en: ENGLISH, pt: PORTUGUESE };

/** The segments of a sentence in lower case, in order; together they cover it. */
export function segmentsOf(low: string, language: Language): Segment[] {
  const markers = MARKERS[language];
  const segments: Segment[] = [];
  let from = 0;
  const close = (to: number) => {
    if (to > from) segments.push(segmentAt({ low, markers }, from, to));
    from = to;
  };
  for (const cut of low.matchAll(markers.cut)) close(cut.index + (cut.index === 0 ? 0 : 1));
  close(low.length);
  return inherited(segments, { low, markers });
}

interface Marked {
  low: string;
  markers: Markers;
}

function segmentAt({ low, markers }: Marked, from: number, to: number): Segment {
  const part = low.slice(from, to);
  const thesis = firstIn(markers.thesis, part);
  const roadmap = firstIn(markers.roadmap, part);
  const present = firstOf(markers.present, part);
  const planned = thesis ?? roadmap;
  if (planned !== null) {
    const level = thesis === null ? "ROADMAP" : "THESIS";
    const first = Math.min(thesis?.at ?? part.length, roadmap?.at ?? part.length);
    const isMixed = present !== null || isSaidBefore(markers, part.slice(0, first));
    return { from, to, level, shownBy: planned.words, isMixed, plannedAt: from + first };
  }
  const past = firstOf(markers.past, part);
  const finite = firstOf(markers.finite, part);
  // "It keeps a log of what your agents did" is said of today.
  const isPast = past !== null && present === null && !comesFirst(markers.verb, past, part);
  const level = isPast ? "PAST" : present !== null || finite !== null ? "LIVE" : null;
  const shownBy = (isPast ? past : (present ?? finite)) ?? "";
  return { from, to, level, shownBy, isMixed: false, plannedAt: null };
}

const CONDITION = /^\s*(?:if|when|whenever)\s/u;

/** A segment without a verb of its own goes with the one before it, else with the one after it. */
function inherited(segments: readonly Segment[], { low, markers }: Marked): Segment[] {
  let before: Segment | null = null;
  return segments.map((segment, at) => {
    const part = low.slice(segment.from, segment.to);
    const hasVerb = firstOf(markers.finite, part) !== null;
    if (segment.level !== null || hasVerb) {
      // "If a run fails, it …": the condition says nothing of the rest.
      before = CONDITION.test(part) ? null : segment;
      return segment;
    }
    if (before === null && at > 0) return segment;
    const source: Segment | undefined =
      before ?? segments.slice(at + 1).find(({ level }) => level !== null);
    if (source === undefined) return segment;
    const { level, shownBy, isMixed } = source;
    return { ...segment, level, shownBy, isMixed };
  });
}

function comesFirst(pattern: RegExp, word: string, text: string): boolean {
  const found = firstIn(pattern, text);
  return found !== null && found.at < text.indexOf(word);
}

/** Words between a helping verb and what it helps: "is still not going to". */
const HELPED = 2;

/**
 * Whether something is said of today before the first planned word: "it keeps a log of what agents
 * will do". A verb that only helps the planned words ("is coming", "has to") says nothing of today.
 */
function isSaidBefore({ verb, helping }: Markers, before: string): boolean {
  return [...before.matchAll(verb)].some(({ index, 0: word }) => {
    const between = before.slice(index + word.length).match(/[\p{L}\d]+/gu)?.length ?? 0;
    return !(firstIn(helping, word) !== null && between <= HELPED);
  });
}

function firstOf(pattern: RegExp, text: string): string | null {
  return firstIn(pattern, text)?.words ?? null;
}
