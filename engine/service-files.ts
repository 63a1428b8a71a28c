/** Ready-made files with which a system keeps the company running. */

export const SERVICE_KINDS = ["systemd", "launchd", "cron", "actions"] as const;

export type ServiceKind = (typeof SERVICE_KINDS)[number];

export interface ServicePlace {
  /** The company's folder, absolute. */
  root: string;
  /** How the program is started: its words, absolute paths. */
  program: readonly string[];
  /** Name of the runner, as HQ_MACHINE. */
  machine: string;
}

/** Far above what an idle or planning company takes, far below what would hurt the machine. */
const MEMORY = "2G";
const CPU = "150%";
const EVERY_MINUTES = 5;

/** The text of the file, which begins with where it belongs and how it is switched on. */
export function serviceFile(kind: ServiceKind, place: ServicePlace): string {
  switch (kind) {
    case "systemd":
      return systemd(place);
    case "launchd":
      return launchd(place);
    case "cron":
      return cron(place);
    case "actions":
      return actions(place);
  }
}

function systemd({ root, program, machine }: ServicePlace): string {
  return `# ~/.config/systemd/user/solo-hq.service
# systemctl --user daemon-reload && systemctl --user enable --now solo-hq
# loginctl enable-linger    (so that it also runs while you are not logged in)
[Unit]
Description=Solo HQ runs the company
After=network-online.target

[Service]
WorkingDirectory=${systemdPath(root)}
Environment=${systemdWord(`HQ_MACHINE=${machine}`)}
ExecStart=${[...program, "up"].map(systemdWord).join(" ")}
Restart=on-failure
RestartSec=30
MemoryMax=${MEMORY}
CPUQuota=${CPU}

[Install]
WantedBy=default.target
`;
}

function launchd({ root, program, machine }: ServicePlace): string {
  const words = [...program, "up"].map((word) => `    <string>${xml(word)}</string>`).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- ~/Library/LaunchAgents/solo-hq.plist
     launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/solo-hq.plist -->
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>solo-hq</string>
  <key>ProgramArguments</key>
  <array>
${words}
  </array>
  <key>WorkingDirectory</key>
  <string>${xml(root)}</string>
  <key>EnvironmentVariables</key>
  <dict>
    <key>HQ_MACHINE</key>
    <string>${xml(machine)}</string>
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>LowPriorityIO</key>
  <true/>
</dict>
</plist>
`;
}

function cron({ root, program, machine }: ServicePlace): string {
  const call = [...program, "tick"].map(shellWord).join(" ");
  const line = `*/${EVERY_MINUTES} * * * * cd ${shellWord(root)} && HQ_MACHINE=${shellWord(machine)} ${call}`;
  // A percent sign ends a command in a crontab.
  return `# One line for: crontab -e
# Mail of cron tells what was done; > /dev/null behind it keeps only what failed.
${line.replaceAll("%", "\\%")}
`;
}

function actions({ machine }: ServicePlace): string {
  return `# .github/workflows/solo-hq.yml
# The record in .hq/ is kept in a cache between the runs: without it the company does nothing.
# Set it up once: HQ_MACHINE=${machine} hq runner set, commit, and start this workflow by hand with "begin".
name: Solo HQ
on:
  schedule:
    - cron: "*/15 * * * *"
  workflow_dispatch:
    inputs:
      begin:
        description: Begin a new record (nothing before now is due)
        type: boolean
        default: false
concurrency: solo-hq
permissions:
  contents: write
jobs:
  tick:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    env:
      HQ_MACHINE: ${JSON.stringify(machine)}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - uses: actions/cache/restore@v4
        with:
          path: .hq
          key: solo-hq-none
          restore-keys: solo-hq-
      - run: npm ci
        if: hashFiles('bin/launch.js') != ''
      - run: node \${{ hashFiles('.hq-kit/bin/hq') != '' && '.hq-kit/bin/hq' || 'bin/hq' }} runner set
        if: inputs.begin
      - run: node \${{ hashFiles('.hq-kit/bin/hq') != '' && '.hq-kit/bin/hq' || 'bin/hq' }} tick
      - run: |
          git config user.name "Solo HQ"
          git config user.email "solo-hq@users.noreply.github.com"
          git add memory.jsonl memory.origins.jsonl .github/copilot-instructions.md
          git diff --cached --quiet || (git commit -m "Solo HQ: what was remembered" && git push)
        if: always()
      - uses: actions/cache/save@v4
        if: always()
        with:
          path: .hq
          key: solo-hq-\${{ github.run_id }}-\${{ github.run_attempt }}
`;
}

/** In a value of systemd % begins a specifier, and a quoted word keeps its blanks. */
function systemdWord(word: string): string {
  const escaped = word.replaceAll("%", "%%").replaceAll("$", "$$$$");
  return /[\s"'\\]/.test(escaped) ? `"${escaped.replaceAll(/["\\]/g, "\\$&")}"` : escaped;
}

/** A path of a setting that takes no quotes. */
function systemdPath(path: string): string {
  return path.replaceAll("%", "%%");
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function xml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
