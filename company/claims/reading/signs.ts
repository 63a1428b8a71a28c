/** Words by which a sentence claims, and those by which it plans, doubts, denies or tells of the past. */
import { both } from "./match.ts";

/** It speaks of what is still to come. */
export const PLANNED = both(
  "will|'ll|shall|going to|plans(?= (?:to|for|on))|plan(?:ned|ning)?|i plan|working on|in progress|in the works|in development|being (?:built|written|tested)|building|roadmap|next(?! to)|upcoming|coming (?:soon|next|later|in)|soon(?! as)|later|not (?:yet )?(?:built|live|available|ready|there|done|finished|released)|yet|to be (?:built|done|added)|intend(?:s|ed)? to|aim(?:s|ing)? to|until|(?:comes?|arrives?|follows?) (?:to \\p{L}+ )?(?:in|by|with)",
  "vou|vai|vamos|vão|ire[mi]|irá|\\p{L}+(?:arei|erei|irei|ará|erá|irá)|planei\\p{L}+|plano|previst[oa]s?|tenciono|pretendo|em (?:desenvolvimento|construção|preparação)|(?:estou|ainda|começo) a \\p{L}+r|(?:a ser|sendo|por ser|será) (?:feit|construíd|escrit|testad|preparad)[oa]s?|roteiro|em breve|brevemente|próxim[oa]s?|a seguir|ainda não|por fazer|mais tarde|até",
);
/** The founder says what they think or want. */
const OPINION = {
  en: "i(?: still)? (?:do not |don't )?(?:think|believe|bet|guess|hope|suspect|wonder|imagine|doubt|assume|want|care|like|know (?:if|whether))|my (?:bet|guess|hope|opinion)|(?:the|an?) (?:thesis|idea|bet|goal|aim|vision)",
  pt: "acho|penso|creio|acredito|não sei se|apost[ao]|(?:a|uma) (?:tese|hipótese|ideia)|o objetivo|gostava|gostaria|queria|quero|espero|imagino",
};
export const THINKING = both(OPINION.en, OPINION.pt);
/** Somebody thinks, wants or asks, or it hangs on something: it does not say what is. */
export const THOUGHT = both(
  `${OPINION.en}|would|could|should|might|may|ought to|needs?|must|have to|has to|if|whether|perhaps|maybe|probably|wants?|wanted|wish(?:ed)?|ask(?:s|ed|ing)?|expect(?:s|ed)?|ideally|imagine`,
  `${OPINION.pt}|quer(?:em)?|talvez|poderia|deveria|devia|seria|se|pede[m]?|pediu|pediram|precis[ao]`,
);
/** A little word that may turn a claim round; which way, a person must say. */
export const DENIED = both(
  "no|not|never|without|lacks?|\\p{L}+n't|cannot|neither|nor|nothing|nobody|none|instead of|unless",
  "não|nunca|sem|nem|nenhum|nenhuma|nada|ninguém|falta|faltam|salvo|deixa",
);
export const PAST = both(
  "was|were|had|did|used to|\\p{L}{2,}ed|went|took|broke|came|began|thought|wrote|lost|found|kept|ran|told|sent",
  "era|eram|foi|foram|tinha|tinham|estava|estavam|havia|fez|fiz|\\p{L}{2,}(?:ei|ou|aram|eram|iram|ava|avam)",
);
/** Work of the founder by which the product got something. */
export const BUILT = both(
  "added|shipped|launched|released|built|introduced|moved|put|gave|made|taught|wrote|rewrote|finished|brought|turned on|now|since|so that",
  "acrescentei|lancei|publiquei|construí|fiz|pus|mudei|dei|escrevi|acabei|liguei|agora|desde|para que",
);
export const NOW = both("already|today|now|currently", "já|hoje|atualmente|agora");

export const COMPARED = both(
  "(?:more|less|fewer|better|worse|\\p{L}{2,}(?<!oth|rath|numb|ev|nev)er) (?:\\p{L}+ )?than|than (?:any|the|other|most)|as \\p{L}+ as (?:any|the)|the (?:best|worst|only|fastest|safest|cheapest|easiest|simplest|most \\p{L}+)|unlike|compared (?:with|to)|nobody else|no other|others|other tools?|alternatives?|competitors?|rivals?|the big ones|(?:half|twice|double|times) (?:the|as|of what)|outperforms?|beats?",
  "(?:mais|menos) (?:\\p{L}+ )?(?:do )?que|(?:não há|nenhum) \\p{L}+ (?:tão|mais) \\p{L}+|melhor(?:es)? (?:do )?que|pior(?:es)? (?:do )?que|[oa]s? (?:melhor|pior|mais \\p{L}+|únic[oa]s?)|tão \\p{L}+ (?:como|quanto)|ao contrário|comparad[oa]|mais ninguém|nenhum outro|[oa]s outr[oa]s|concorrentes?|concorrência|alternativas?|bate",
);
/** Words without a limit, and counts of nobody and of all. */
export const UNLIMITED = both(
  "always|never|ever|nobody|no one|none|nothing|everybody|everyone|everything|every|each|all (?:of )?(?:the (?!time|same)|my|your|our|their|its|\\p{L}+s)|anybody|not (?:a single|one)|no \\p{L}+ (?:has|have|is|was|can|ever|gets?|got|reached|will|left)|completely|totally|fully|entirely|perfect(?:ly)?|instant(?:ly)?|unlimited|impossible|whatever happens|guarantee\\p{L}*|flawless\\p{L}*|reliabl[ey]|bullet[- ]?proof|risk[- ]free|at once|once and for all|whoever|wherever",
  "sempre|nunca|jamais|ninguém|nenhum|nenhuma|nada|tudo|tod[oa]s?|cada|qualquer|completamente|totalmente|perfeit[oa]s?|instantane\\p{L}+|ilimitad[oa]s?|impossível|garant\\p{L}+|infalív\\p{L}+|nem (?:um|uma)|de vez|seja \\p{L}+ for",
);
export const PROMISED = both(
  "promis\\p{L}*|you|you'll|you're|you've|your|yours|rest assured|rely on|count on|trust(?:s|ed)?|worr(?:y|ies|ied)|no more|no longer|any ?more|for good|never again|sleep (?:well|through|soundly)|slept (?:well|through|soundly)|peace of mind|good hands|since (?:then|that|the|spring|summer|autumn|winter)|ever since|can now|just works?|signed|used by|out of beta",
  "promet\\p{L}+|tu|te|teus?|tuas?|você|vocês|seus?|suas?|confi(?:a|ar|e|am|em|ança)|descans\\p{L}+|preocup\\p{L}+|nunca mais|já não|deix(?:as|a|am|ou) de|desde (?:então|que|ontem|hoje)|à vontade|boas mãos|basta|usando|trabalham? com|trocaram",
);
/** Somebody else's words, or what somebody else did. */
export const QUOTED = both(
  "said|says|told|wrote (?:back|me|to me|that)|calls? (?:it|this|them)|called (?:it|this|me)|asked (?:me (?!for)|whether|if|who|what|why|how|when)|swears?|reckons?|according to|in (?:his|her|their) words|thanked|admitted|answered|assured?|confirmed",
  "diss\\p{L}+|diz(?:em)?|cont(?:ou|aram)|escreveu|segundo|nas palavras|perguntou|perguntaram|respondeu|agradeceu|confirmou|jura[m]?",
);
/** What somebody did, does, or what became of them: a modest story sells more than a boast, and names nothing. */
export const TOLD = both(
  "she|he|they|her|his|him|hers|theirs?|them|somebody|someone|(?:a|an|one|another|my|the) \\p{L}+ (?:\\p{L}+ ){0,3}?(?:\\p{L}{2,}ed|came|went|had|has|got|took|sent|wrote|said|rang|left|lost|found|sat|stood|sold)|(?:the|an?|each|every|who|which|that) (?:\\p{L}+ ){0,2}?(?:sees|knows|gets|goes|reads|counts|keeps|comes|runs|waits|stays|shows|tells|finds|says|sends|saves|opens|closes|holds|stops|works|pays|does|can|arrives|remembers|learns)|there (?:is|are)|is there|new:|now:",
  "eles|elas|lhes?|del[ea]s?|alguém|senhora?|don[ao]|(?:uma?|os?|as?|meu|minha) \\p{L}+ (?:\\p{L}+ ){0,3}?\\p{L}{2,}(?:ou|eu|iu|aram|eram|iram)|(?:o|a|os|as|que|quem) (?:\\p{L}+ ){1,3}?(?:vê|sabe|recebe|vai|lê|conta|guarda|chega|corre|espera|fica|mostra|diz|encontra|manda|envia|poupa|abre|fecha|pára|para|funciona|paga|tem|faz|pode|sai|está|estão|vão|têm)|há|novo:|agora:",
);
/** The founder speaks of what they do themselves. */
export const OWN = both(
  "i|i'm|i've|i'd|i'll|my|me|mine|myself",
  "eu|meus?|minhas?|me|mim|comigo|sou|estou|vou|quero|tenho|sei|posso|acho|fui|fiz|ando|penso|continuo|\\p{L}{2,}(?:ei|guei|quei)|\\p{L}{2,}[td]i",
);
/** What the departments answer for: trust, privacy, law, money, what was lost. */
export const SENSITIVE = both(
  "secur\\p{L}*|safe(?:ly|r|st|ty)?|protect\\p{L}*|encrypt\\p{L}*|audit\\p{L}*|certif\\p{L}*|complian\\p{L}+|compl(?:y|ies)|gdpr|hipaa|iso|soc ?2|pci|privacy|private(?:ly)?|personal data|customer data|data|passwords?|credentials?|(?<!unique )keys?|tokens?|secrets?|leak\\p{L}*|breach\\p{L}*|hack\\p{L}*|stolen|theft|sandbox\\p{L}*|isolat\\p{L}*|apart from|own box|own process|approv\\p{L}*|permissions?|second pair of eyes|released? it|who (?:changed|did|touched|moved|had)|lost|lose[sd]?|loss(?:es)?|missing|survives?|recover\\p{L}*|uptime|downtime|outage|was down|(?:is|was|were|be) up|accura\\p{L}+|proven|law|legal(?:ly)?|licen[cs]e\\p{L}*|liab\\p{L}+|refund\\p{L}*|accessib\\p{L}+|carbon|patent\\p{L}*|free of charge|tax(?:es|ed|able)?|vat|deduct\\p{L}+",
  "segur[oa]s?|segurança|a salvo|proteg\\p{L}+|proteç\\p{L}+|encript\\p{L}+|cript\\p{L}+|cifrad\\p{L}+|auditor\\p{L}+|certific\\p{L}+|conform(?:e|idade)|cumpr\\p{L}+|rgpd|lgpd|iso|privacidade|privad[oa]s?|dados|palavras?-passe|senhas?|credenciais|chaves?|segredos?|fug(?:a|as)|roub\\p{L}+|isolad\\p{L}+|isola\\p{L}*|aprov\\p{L}+|autoriz\\p{L}+|quem (?:mexeu|mudou|alterou)|perde\\p{L}*|perdid\\p{L}+|perda[s]?|recuper\\p{L}+|falha\\p{L}*|no ar|exat\\p{L}+|precisão|lei|legal|legais|licença\\p{L}*|reembols\\p{L}+|gratuit\\p{L}+|quebras?|irs|iva|impost\\p{L}+|dedut\\p{L}+|deduç\\p{L}+|fiscal|fiscais",
);
