/** A process that decides on a proposal: `accept`, `reject` or `revert`, for a test that kills it. */
import { acceptProposal } from "../../../office/accept-proposal.ts";
import { rejectProposal } from "../../../office/reject-proposal.ts";
import { revertProposal } from "../../../office/revert-proposal.ts";

const [root = "", decision = "", id = "", at = ""] = process.argv.slice(2);
const sources = { root, now: () => new Date(at) };
if (decision === "accept") await acceptProposal(sources, id);
else if (decision === "revert") await revertProposal(sources, id);
else await rejectProposal(sources, { id, why: "Not so." });
