/** Some modules of twitter-text alone: the whole of it also makes links and parses HTML. */
declare module "twitter-text/dist/parseTweet.js" {
  const parseTweet: (text: string) => { weightedLength: number; valid: boolean };
  export = parseTweet;
}
declare module "twitter-text/dist/extractUrls.js" {
  const extractUrls: (text: string) => string[];
  export = extractUrls;
}
declare module "twitter-text/dist/extractUrlsWithIndices.js" {
  const extractUrlsWithIndices: (text: string) => { url: string; indices: [number, number] }[];
  export = extractUrlsWithIndices;
}
declare module "twitter-text/dist/extractCashtags.js" {
  const extractCashtags: (text: string) => string[];
  export = extractCashtags;
}
