/** A letter to hand to any mail service: an .eml file, and the same as a page. Nothing is mailed. */
import path from "node:path";
import { channelProblems } from "../company/posts/channel-rules.ts";
import type { AccountOutcome, Channel, FindOutcome, OutgoingPost, SendOutcome } from "./channel.ts";
import { draftOf } from "./draft-of.ts";
import { letterOf, withPictures } from "./letter.ts";
import { markdownPage } from "./markdown-page.ts";
import { fileState } from "./publish-file.ts";
import {
  findFiles,
  folderAccount,
  PUBLISHED_FOLDER,
  type PublishedFile,
  pictureFiles,
  posted,
  publishFiles,
} from "./published-files.ts";

export interface Letterhead {
  /** The language of the page, as HTML names it. */
  language: string;
  /** `Name <address>`; null leaves it to the service. */
  from: string | null;
}

export function newsletterChannel(root: string, head: Letterhead): Channel {
  return {
    name: "newsletter",
    account: () => accountOf(root, head),
    check: (post) => channelProblems(draftOf(post)),
    cost: () => 0,
    parts: ({ text }) => [text],
    send: ({ post }) => send(root, post, head),
    find: ({ post }) => find(root, post, head),
    metrics: async () => ({ kind: "none" }),
    listening: null,
  };
}

/** Whose name the letter bears is seen outside: with another one it is to be approved anew. */
async function accountOf(root: string, { from }: Letterhead): Promise<AccountOutcome> {
  const found = await folderAccount(root);
  if (found.kind === "unreachable" || from === null) return found;
  return { kind: "account", account: `${found.account}, from ${from}` };
}

async function send(root: string, post: OutgoingPost, head: Letterhead): Promise<SendOutcome> {
  const { pictures, page, letter } = await filesOf(post, head);
  return publishFiles(root, [...pictures, page, letter]);
}

/** By its page, which is written before the letter: of a post that is looked up nobody has the pictures' bytes. */
async function find(root: string, post: OutgoingPost, head: Letterhead): Promise<FindOutcome> {
  const { page, letter } = await filesOf(post, head);
  const found = await findFiles(root, [page]);
  if (found.kind !== "found") return found;
  const state = await fileState(path.join(root, PUBLISHED_FOLDER, letter.name), letter.bytes);
  return state === "absent" ? { kind: "absent" } : { ...posted([letter]), kind: "found" };
}

/** The same bytes for the same post, so that what stands there can be told from what does not. */
async function filesOf(
  post: OutgoingPost,
  { from, language }: Letterhead,
): Promise<{ pictures: PublishedFile[]; page: PublishedFile; letter: PublishedFile }> {
  const { id, title, date } = post;
  const { pictures, nameOf } = pictureFiles(post);
  const page = markdownPage({ title, text: withPictures(post, nameOf), language });
  const letter = await letterOf(post, {
    ...{ language, from, messageId: `<${id}@solo-hq>`, date: new Date(`${date}T12:00:00Z`) },
  });
  return {
    pictures,
    page: { name: `${id}.html`, bytes: Buffer.from(page) },
    letter: { name: `${id}.eml`, bytes: letter },
  };
}
