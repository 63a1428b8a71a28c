import { expect, it } from "vitest";
import { fold, otherForms, tokensOf } from "../../../mcp-memory/recall/tokens.ts";

it.each([
  ["Preço ÁÉ", "preco ae"],
  ["Łódź, Søren, Weiß, Đorđe, Æther, Þór", "lodz, soren, weiss, dorde, aether, thor"],
  ["２４００ ٢٤٠٠ ﬁn", "2400 2400 fin"],
  ["끝말잇기 が", "끝말잇기 が"],
])("folds %j to %j", (text, folded) => {
  expect(fold(text)).toBe(folded);
  expect(fold(text.normalize("NFD"))).toBe(folded);
});

it.each([
  ["Where is it?", ["where", "is", "it"]],
  ["腾讯云在abc国内", ["腾讯", "讯云", "云在", "abc", "国内"]],
  ["店 しりとり", ["店", "しり", "りと", "とり"]],
  ["끝말잇기", ["끝말", "말잇", "잇기"]],
])("cuts %j into %j", (text, tokens) => {
  expect(tokensOf(text)).toEqual(tokens);
});

it.each([
  ["2,400 EUR", "2400"],
  ["2.400 EUR", "2400"],
  ["2 400 EUR", "2400"],
  ["2\u202f400 EUR", "2400"],
  ["1,234,500", "1234500"],
  ["T-018", "t018"],
  ["T-018", "t18"],
  ["KV 2207", "kv2207"],
  ["KV2207", "2207"],
  ["2025/0341", "20250341"],
  ["v3.12", "312"],
  ["IBAN XX21 0450 7781 2299 0041 7 at", "xx2104507781229900417"],
  ["+999 (20) 5550-143", "999205550143"],
  ["+999 20 5550 143", "205550143"],
  ["00999205550143", "999205550143"],
  ["follow-up", "followup"],
  ["Node.js", "nodejs"],
  ["solo-hq-memory", "solohq"],
  ["userName", "name"],
  ["Wäscherei", "waescherei"],
])("%j may also be written %j", (text, form) => {
  expect(otherForms(text)).toContain(form);
});

it("finds no other form in plain words, and none that goes over a sentence", () => {
  expect(otherForms("three plain words, and more. Then others")).toEqual([]);
  expect(otherForms("We sold 3 in May, 2024 was better")).toEqual([]);
});
