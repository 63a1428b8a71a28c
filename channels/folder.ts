/** Where a post goes whose channel has no account yet: a file in Marketing/published/. */
import { channelProblems } from "../company/posts/channel-rules.ts";
import type { Channel, OutgoingPost } from "./channel.ts";
import { draftOf } from "./draft-of.ts";
import {
  findFiles,
  folderAccount,
  type PublishedFile,
  pictureFiles,
  publishFiles,
} from "./published-files.ts";

export function folderChannel(root: string): Channel {
  return {
    name: "folder",
    account: () => folderAccount(root),
    check: (post) => channelProblems(draftOf(post)),
    cost: () => 0,
    parts: ({ text }) => [text],
    send: ({ post }) => publishFiles(root, filesOf(post)),
    find: ({ post }) => findFiles(root, filesOf(post)),
    metrics: async () => ({ kind: "none" }),
    listening: null,
  };
}

/** The pictures first: the post stands there when its page does. */
function filesOf(post: OutgoingPost): PublishedFile[] {
  const { id, channel, title, text, seen } = post;
  const { pictures, nameOf } = pictureFiles(post);
  const facts = [
    ...(seen.tags.length === 0 ? [] : [`Tags: ${seen.tags.join(", ")}`]),
    ...(seen.series === null ? [] : [`Series: ${seen.series}`]),
    ...(seen.canonical === null ? [] : [`Canonical: ${seen.canonical}`]),
    ...(seen.cover === null ? [] : [`Cover: ${nameOf(seen.cover)}`]),
    ...(seen.madeWithAi ? ["Made with AI"] : []),
  ];
  const page = [
    // On X the title is the founder's own.
    ...(channel === "x" ? [] : [`# ${title}`, ""]),
    ...(facts.length === 0 ? [] : [...facts, ""]),
    text,
    ...seen.media.flatMap(({ path, alt }) => ["", `![${alt}](${nameOf(path)})`]),
    "",
  ];
  return [...pictures, { name: `${id}.md`, bytes: Buffer.from(page.join("\n")) }];
}
