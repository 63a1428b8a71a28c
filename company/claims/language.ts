/** English or Portuguese: "no" denies in the one and is a place in the other. */
export type Language = "en" | "pt";

const ENGLISH = new Set(
  "the of and to is it in that for with was on not you i my from are this by be at will has have its they your all when what how but so can do does did no nothing now today more than after before".split(
    " ",
  ),
);
const PORTUGUESE = new Set(
  "de que não com para os um uma é está da dos das em por se ao à na ou já são nos nas meu minha o vai tem pretendo tenciono quero mas muito mais sem foi era ser ter tenho cada todos seu sua meus teus dados credenciais quando onde como até sobre entre isto isso esta este essa também agora hoje só ele ela nós aos às pela pelo".split(
    " ",
  ),
);

/** The language whose small words are more; `fallback` when none of either is there or both are even. */
export function languageOf(text: string, fallback: Language = "en"): Language {
  let english = 0;
  let portuguese = 0;
  for (const [word] of text
    .slice(0, 20_000)
    .toLowerCase()
    .matchAll(/\p{L}+/gu)) {
    if (ENGLISH.has(word)) english += 1;
    else if (PORTUGUESE.has(word) || /[ãõç]/u.test(word)) portuguese += 1;
  }
  if (english === portuguese) return fallback;
  return english > portuguese ? "en" : "pt";
}
