import { clip } from "../../company/clip.ts";
import { HqError } from "../../company/error.ts";

/** Characters of a wrong id that the message shows. */
const ID_CHARS = 60;

/** What is said of an id that the record does not have. */
export function noReview(id: string, verb = "show"): HqError {
  return new HqError(
    "not-found",
    `Cannot ${verb} ${clip(id, ID_CHARS)}: there is no such review, expected an id such as R-12.`,
    { hint: "See the ids with: hq review list --all" },
  );
}
