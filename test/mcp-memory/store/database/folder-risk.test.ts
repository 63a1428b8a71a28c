import { expect, it } from "vitest";
import { folderRisk } from "../../../../mcp-memory/store/database/folder-risk.ts";

it.each([
  ["/data/ana/company", 0xef53, null],
  ["/data/ana/Dropboxes/company", 0xef53, null],
  ["/data/ana/company", null, null],
  ["/mnt/share/company", 0x6969, "a network folder (NFS)"],
  ["/mnt/share/company", 0xff534d42, "a network folder (CIFS)"],
  ["/mnt/share/company", 0xfe534d42, "a network folder (SMB2)"],
  ["/mnt/c/company", 0x01021997, "a network folder (9p, as Windows drives are in WSL)"],
  ["/media/x", 0x65735546, "a network folder (FUSE, as sshfs and cloud drives are)"],
  ["/data/ana/Dropbox/company", 0xef53, "a folder that Dropbox copies to other machines"],
  [
    "C:\\Users\\ana\\OneDrive - Maré\\c",
    null,
    "a folder that OneDrive - Maré copies to other machines",
  ],
  [
    "/data/ana/Library/Mobile Documents/com~apple~CloudDocs/c",
    26,
    "a folder that Mobile Documents copies to other machines",
  ],
])("says of %s on file system %s: %s", (folder, fileSystem, risk) => {
  expect(folderRisk(folder, fileSystem)).toBe(risk);
});

it("has nothing against a folder that does not exist", () => {
  expect(folderRisk("/nowhere/at/all")).toBeNull();
});
