/** A newsletter as a letter: the words, the same as a page, and the pictures, by a kept library. */
import { createHash } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { isAddress } from "../company/posts/seen.ts";
import type { OutgoingPost } from "./channel.ts";
import { markdownPage } from "./markdown-page.ts";
import { pictureFiles } from "./published-files.ts";

export interface LetterHead {
  /** The language of the page, as HTML names it. */
  language: string;
  /** `Name <address>`; null leaves it to the service. */
  from: string | null;
  /** Left out for a letter that somebody else addresses. */
  to?: string;
  /** With the marks < and > around it. */
  messageId: string;
  date: Date;
}

/** The bytes of the letter, the same for the same post and head. */
export async function letterOf(
  post: OutgoingPost,
  { language, from, to, messageId, date }: LetterHead,
): Promise<Buffer> {
  const { id, title, text, files } = post;
  const { nameOf } = pictureFiles(post);
  const cid = (file: string): string => `${nameOf(file).replaceAll(/[^\w.-]/g, "-")}@solo-hq`;
  const page = markdownPage({
    title,
    text: withPictures(post, (file) => `cid:${cid(file)}`),
    language,
  });
  const mail = new MailComposer({
    ...(from === null ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    subject: title,
    text,
    html: page,
    // Random by themselves: two letters of one post would differ.
    messageId,
    date,
    baseBoundary: id,
    attachments: [...files].map(([file, bytes]) => ({
      filename: file.split("/").at(-1) ?? file,
      content: Buffer.from(bytes),
      cid: cid(file),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return mail.compile().build();
}

/** The text with the cover above and the pictures below it. */
export function withPictures(
  { text, seen }: OutgoingPost,
  place: (file: string) => string,
): string {
  const { cover, media } = seen;
  const above = cover === null ? [] : [`![](${isAddress(cover) ? cover : place(cover)})`];
  const below = media.map(({ path, alt }) => `![${alt}](${place(path)})`);
  return [...above, text, ...below].join("\n\n");
}

/** Of the post and its words: a letter that comes twice has it twice, by which mail programs know it. */
export function messageIdOf({ id, title, text }: OutgoingPost, domain: string): string {
  const hash = createHash("sha256").update([id, title, text].join("\n").toWellFormed());
  return `<${hash.digest("hex").slice(0, 40)}@${domain}>`;
}
