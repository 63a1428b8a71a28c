/** From now on an approval is a signature of the founder's key. */
import path from "node:path";
import { setCompanyField } from "../../company/constitution/edit.ts";
import { HqError } from "../../company/error.ts";
import { readConstitution } from "../../files/company.ts";
import { withLock } from "../../files/lock.ts";
import { CONSTITUTION_FILE } from "../../files/root.ts";
import { writeText } from "../../files/text.ts";
import { makeApprovalKey } from "./approval-key.ts";

/**
 * Makes the key of the company and writes its fingerprint into the constitution.
 * @throws HqError `wrong-state` where the constitution names a key already, or there is one here
 */
export async function protectApprovals(root: string, passphrase: string): Promise<string> {
  return withLock(path.join(root, ".hq", "constitution.lock"), async () => {
    const { text, constitution } = await readConstitution(root);
    const { approvalKey } = constitution.company;
    if (approvalKey !== null) {
      throw new HqError(
        "wrong-state",
        `Cannot protect approvals: the constitution names the key ${approvalKey} already.`,
        {
          hint: "To begin anew, take that row out first. What was approved with it counts no more.",
        },
      );
    }
    const fingerprint = await makeApprovalKey(root, passphrase);
    const page = setCompanyField(text, "Approval key", fingerprint);
    await writeText(path.join(root, CONSTITUTION_FILE), page);
    return fingerprint;
  });
}
