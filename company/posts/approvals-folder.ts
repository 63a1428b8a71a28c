/** Where approvals are committed; alone, so that whoever only looks there loads nothing else. */
export const APPROVALS_FOLDER = "Marketing/approvals";
