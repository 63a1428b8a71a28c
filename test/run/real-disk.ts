import { tmpdir } from "node:os";

/** A temporary folder that is on a disk, for tests of syncs, kills and full disks; see temporary-folder.ts. */
export function realDisk(): string {
  return process.env.SOLO_HQ_TEST_DISK ?? tmpdir();
}
