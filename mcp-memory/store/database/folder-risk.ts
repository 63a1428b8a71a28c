/** Places in which a database is not safe: SQLite's locks need a file system of this machine. */
import { statfsSync } from "node:fs";

/** Linux's numbers of file systems that live elsewhere (linux/magic.h and the drivers' own headers). */
const NETWORK = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB2"],
  [0x01021997, "9p, as Windows drives are in WSL"],
  [0x5346414f, "AFS"],
  [0x65735546, "FUSE, as sshfs and cloud drives are"],
  [0x00c36400, "Ceph"],
]);

/** Folders that a program copies to other machines behind SQLite's back. */
const SYNCED =
  /(?:^|[\\/])(Dropbox|OneDrive(?: - [^\\/]+)?|Google Drive|GoogleDrive|My Drive|iCloud Drive|iCloudDrive|Mobile Documents|CloudStorage|Nextcloud|ownCloud|pCloudDrive|Syncthing)(?=[\\/]|$)/i;

/** What makes a folder risky for a memory, in words; null when nothing is known against it. */
export function folderRisk(folder: string, fileSystem = fileSystemOf(folder)): string | null {
  const network = fileSystem === null ? undefined : NETWORK.get(fileSystem);
  if (network !== undefined) return `a network folder (${network})`;
  const synced = SYNCED.exec(folder)?.[1];
  return synced === undefined ? null : `a folder that ${synced} copies to other machines`;
}

function fileSystemOf(folder: string): number | null {
  try {
    return statfsSync(folder).type;
  } catch {
    return null; // A folder that is not there yet, or a system that does not tell: nothing is known.
  }
}
