/** Pictures that X would refuse: https://docs.x.com/x-api/media/quickstart/best-practices */
import type { PostProblem } from "../../company/posts/channel-rules.ts";
import { mediaTypeOf } from "../../company/posts/media-type.ts";
import type { OutgoingPost } from "../channel.ts";

export function pictureProblems({ seen, files }: OutgoingPost): PostProblem[] {
  const problems: PostProblem[] = [];
  const block = (what: string) => problems.push({ severity: "blocking", what });
  // One that is not there is told by whoever reads the files.
  const shown = seen.media.flatMap(({ path }) => {
    const bytes = files.get(path);
    return bytes === undefined ? [] : [{ path, type: mediaTypeOf(bytes) }];
  });
  for (const { path } of shown.filter(({ type }) => type === null)) {
    block(`Media: ${path} is none of JPEG, PNG, GIF and WEBP, which X takes.`);
  }
  if (shown.length > 1 && shown.some(({ type }) => type === "image/gif")) {
    block("Media: a GIF stands alone on X, without other pictures.");
  }
  return problems;
}
