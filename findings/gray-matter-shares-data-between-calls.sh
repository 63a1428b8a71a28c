#!/usr/bin/env bash
# What is changed on one reading of a text by gray-matter stands in the next reading of it.
#
# Seen with: gray-matter 4.0.3; Node 20.20 and 24.21.
# Guess:     matter(text) parses the text and returns values of its own; reading it again gives what
#            stands in the text.
# Really:    called without options it remembers every text that it has ever read. The first result
#            is itself what it remembers: what a caller writes into it, the body included, is what
#            the next caller reads. Each later result is a copy on the outside, with the same data
#            object inside: changes of its body stay with it, changes of its data go to all. So
#            comparing two results says that they differ. Later ones also lack "matter", the front
#            matter as it was written. Any options, even {}, switch the memory off.
# Matters:   a template that is read for each new post gives the second post the status, reviewers
#            and text of the first; two files with the same text become one; a "what has changed"
#            compares the edited data with itself. A test that reads each text once sees nothing,
#            and a long-lived process keeps every text it has read.
# So:        always pass options, matter(text, {}), or never change a result.
set -euo pipefail

node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' ||
  { echo "Cannot try this: it needs Node 20 or newer, found $(node -v)." >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --loglevel=error --no-audit --no-fund --ignore-scripts --save-exact gray-matter@4.0.3 >/dev/null ||
  { echo "Cannot try this: npm could not install the package." >&2; exit 2; }

cat >posts.mjs <<'JS'
import matter from "gray-matter";

const template = "---\nstatus: draft\nreviewers:\n  - cfo\n---\nWrite here.\n";
const show = (label, value) => console.log(`${label}: ${JSON.stringify(value)}`);

const monday = matter(template);
show("Monday's post as read", [monday.data, monday.content]);
monday.data.status = "approved";
monday.content = "Monday's news.\n";

const tuesday = matter(template);
show("Tuesday's post as read", [tuesday.data, tuesday.content]);
tuesday.data.reviewers.push("lawyer");
tuesday.content = "Tuesday's news.\n";

const wednesday = matter(template);
show("Wednesday's post as read", [wednesday.data, wednesday.content]);
show("one result, one data object", [wednesday === monday, wednesday.data === monday.data]);
show("front matter as written, first reading", monday.matter);
show("front matter as written, later reading", wednesday.matter ?? null);

const careful = matter(template, {});
show("read with {}", [careful.data, careful.content]);
JS

saw=$(node posts.mjs)
expected=$(
  cat <<'END'
Monday's post as read: [{"status":"draft","reviewers":["cfo"]},"Write here.\n"]
Tuesday's post as read: [{"status":"approved","reviewers":["cfo"]},"Monday's news.\n"]
Wednesday's post as read: [{"status":"approved","reviewers":["cfo","lawyer"]},"Monday's news.\n"]
one result, one data object: [false,true]
front matter as written, first reading: "\nstatus: draft\nreviewers:\n  - cfo"
front matter as written, later reading: null
read with {}: [{"status":"draft","reviewers":["cfo"]},"Write here.\n"]
END
)
echo "$saw"
[ "$saw" = "$expected" ] || { echo "Changed: expected" >&2; echo "$expected" >&2; exit 1; }
