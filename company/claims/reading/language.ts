/** English, Portuguese, or one that code does not read. "No" denies in the one and is a place in the other. */
export type Language = "en" | "pt" | "other";

const words = (list: string) => new Set(list.split(" "));
const ENGLISH = words(
  "the of and to is it in that for with was on not you i my from are this by be at will has have its they your all when what how but so can do does did no nothing now today more than after before she her who which there if or we our out",
);
const PORTUGUESE = words(
  "de que não com para os um uma é está da dos das em por se ao à na ou já são nos nas meu minha o vai tem pretendo tenciono quero mas muito mais sem foi era ser ter tenho cada todos seu sua meus teus dados credenciais quando onde como até sobre entre isto isso esta este essa também agora hoje só ele ela nós aos às pela pelo do no ninguém você sempre nunca lhe",
);
/** Words of neighbours that are none of ours. */
const OTHERS = words(
  "el los las del y con pero muy también hay una le les des et est dans pour avec une je nous vous pas ne qui au ce der das und ist nicht ein eine mit für auf wir sich zu il gli che di non è sono una het een ik niet voor op te och att det som är på med jest nie się ve bir ile için en",
);
const SPANISH_OR_FRENCH = /[ñ¿¡œßøåæłşğ]/u;
/** Two letters at least: one alone is a sign in a formula. */
const OTHER_SCRIPT = /^(?!\p{Script=Latin})\p{L}{2}/u;

/**
 * The language whose small words are more; `fallback` when none of them is there or two are even. A text
 * in another alphabet is in another language.
 */
export function languageOf(text: string, fallback: Language = "en"): Language {
  const counts = { en: 0, pt: 0, other: 0 };
  for (const [word] of text
    .slice(0, 20_000)
    .toLowerCase()
    .matchAll(/\p{L}+/gu)) {
    if (ENGLISH.has(word)) counts.en += 1;
    // Portuguese shares words with its neighbours, so that theirs alone weigh more.
    else if (OTHERS.has(word) || SPANISH_OR_FRENCH.test(word)) counts.other += 2;
    else if (OTHER_SCRIPT.test(word)) counts.other += 2;
    else if (/[ãõç]/u.test(word)) counts.pt += 1;
    if (PORTUGUESE.has(word)) counts.pt += 1;
  }
  const most = Math.max(counts.en, counts.pt, counts.other);
  const first = (["en", "pt", "other"] as const).filter((each) => counts[each] === most);
  return first.length === 1 ? (first[0] ?? fallback) : fallback;
}
