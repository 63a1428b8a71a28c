/** A git for tests of processes that die. */

/** Counts its calls, and ends the process that called it before or after one of them. */
export const KILLING_GIT = `#!/bin/sh
echo >> "$HQ_COUNT"
n=$(wc -l < "$HQ_COUNT")
if [ "$n" -eq "$HQ_KILL_AT" ] && [ "$HQ_KILL" = before ]; then kill -9 $PPID; exit 1; fi
PATH="$HQ_PATH" git "$@"
code=$?
if [ "$n" -eq "$HQ_KILL_AT" ]; then kill -9 $PPID; fi
exit $code
`;
