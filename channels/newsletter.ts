/** A letter to hand to any mail service: an .eml file, and the same as a page. Nothing is mailed. */
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { channelProblems } from "../company/posts/channel-rules.ts";
import { isAddress } from "../company/posts/seen.ts";
import type { AccountOutcome, Channel, FindOutcome, OutgoingPost, SendOutcome } from "./channel.ts";
import { draftOf } from "./draft-of.ts";
import { markdownPage } from "./markdown-page.ts";
import {
  findFiles,
  folderAccount,
  type PublishedFile,
  pictureFiles,
  publishFiles,
} from "./published-files.ts";

export interface Letterhead {
  /** The language of the page, as HTML names it. */
  language: string;
  /** `Name <address>`; null leaves it to the service. */
  from: string | null;
}

export function newsletterChannel(root: string, head: Letterhead): Channel {
  const send = async (post: OutgoingPost): Promise<SendOutcome> =>
    publishFiles(root, await filesOf(post, head));
  const find = async (post: OutgoingPost): Promise<FindOutcome> =>
    findFiles(root, await filesOf(post, head));
  return {
    name: "newsletter",
    account: () => accountOf(root, head),
    check: (post) => channelProblems(draftOf(post)),
    cost: () => 0,
    parts: ({ text }) => [text],
    send: ({ post }) => send(post),
    find: ({ post }) => find(post),
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

/** The same bytes for the same post, so that what stands there can be told from what does not. */
async function filesOf(
  post: OutgoingPost,
  { from, language }: Letterhead,
): Promise<PublishedFile[]> {
  const { id, title, text, date, files } = post;
  const { pictures, nameOf } = pictureFiles(post);
  const cid = (file: string): string => `${nameOf(file).replaceAll(/[^\w.-]/g, "-")}@solo-hq`;
  const inMail = markdownPage({
    title,
    text: withPictures(post, (file) => `cid:${cid(file)}`),
    language,
  });
  const alone = markdownPage({ title, text: withPictures(post, nameOf), language });
  const mail = new MailComposer({
    ...(from === null ? {} : { from }),
    subject: title,
    text,
    html: inMail,
    // Random by themselves: two letters of one post would differ.
    messageId: `<${id}@solo-hq>`,
    date: new Date(`${date}T12:00:00Z`),
    baseBoundary: id,
    attachments: [...files].map(([file, bytes]) => ({
      filename: file.split("/").at(-1) ?? file,
      content: Buffer.from(bytes),
      cid: cid(file),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const letter = await mail.compile().build();
  return [
    ...pictures,
    { name: `${id}.html`, bytes: Buffer.from(alone) },
    { name: `${id}.eml`, bytes: letter },
  ];
}

function withPictures({ text, seen }: OutgoingPost, place: (file: string) => string): string {
  const { cover, media } = seen;
  const above = cover === null ? [] : [`![](${isAddress(cover) ? cover : place(cover)})`];
  const below = media.map(({ path, alt }) => `![${alt}](${place(path)})`);
  return [...above, text, ...below].join("\n\n");
}
