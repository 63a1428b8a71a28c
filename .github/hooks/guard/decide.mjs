/** The order of the questions that the guard asks of a call. */
import { filesIn, headersOf, inputOf, patchIn, text, wordsIn } from "./call.mjs";
import { commandRefusal } from "./commands.mjs";
import { wideningRefusal } from "./grants.mjs";
import { isFileLike, placesOf, worldOf } from "./places.mjs";
import {
  holdsProtected,
  holdsTools,
  isInstalled,
  isProtected,
  ownFolders,
  writesTo,
} from "./protected.mjs";
import { falseNameRefusal, signedCall } from "./signed.mjs";
import { kindOf, verbOf, WRITING } from "./tools.mjs";

/**
 * Whether a tool call may go on: `null`, or the sentence that says why not.
 * `payload` is what the client sends (VS Code's names or Copilot CLI's); `root` is the repository;
 * `read` gives a file's text or null; `speaker` is the department that a runner named.
 * Throws when it cannot judge, for example when links lead round in a circle.
 */
export function decide(payload, { root, read, speaker = null }) {
  const tool = text(payload.tool_name) || text(payload.toolName);
  if (tool === "")
    return "The guard cannot see which tool is called: expected tool_name. Nothing was changed.";
  const falseName = falseNameRefusal(signedBy(payload), speakerOf(payload, speaker));
  if (falseName !== null) return falseName;
  const told = kindOf(tool);
  // A task of the editor is a command; where its file is the founder's own, it is judged as one.
  const kind = told === "makes-task" && isInstalled(read) ? "shell" : told;
  if (kind === "looks" || kind === "talks") return null;
  if (kind === "makes-task") return protectedSentence(".vscode/tasks.json");
  const agent = speakerOf(payload, speaker);
  if (kind === "shell" && agent !== null) {
    return `${agent} has no shell: departments do not run commands. Use the read, edit and company tools, or ask the founder.`;
  }
  const input = inputOf(payload.tool_input ?? payload.toolArgs ?? payload.tool_args);
  const world = worldOf({ root, read, cwd: text(payload.cwd) });
  const patch = kind === "shell" ? null : patchIn(input);
  const call = { tool, kind, verb: verbOf(tool), input, agent, patch };
  const refused = kind === "shell" ? null : filesRefusal(call, world);
  return refused ?? (kind === "editor" ? null : wordsRefusal(call, world));
}

/** The call, when it is one that speaks in a department's name; null otherwise. */
export function signedBy(payload) {
  const tool = text(payload.tool_name) || text(payload.toolName);
  return signedCall(tool, inputOf(payload.tool_input ?? payload.toolArgs ?? payload.tool_args));
}

/** The department that the client names as the one that calls; null for the main agent of a session. */
export function namedAgent(payload) {
  return speakerOf(payload, null);
}

/** A helper that is none of our departments works for the one whose run it is. */
function speakerOf(payload, speaker) {
  const named = [payload.agent_type, payload.agentType, speaker];
  const ids = named.map((id) => text(id).trim().toLowerCase());
  return ids.find((id) => ownFolders(id) !== null) ?? null;
}

function protectedSentence(file) {
  if (file.toLowerCase() === "board.md") {
    return `${file} is protected: no agent edits it. The coo changes it with board_update; hand it the change.`;
  }
  return `${file} is protected: no agent changes it. Say what should change and why, and leave it to the founder.`;
}

function filesRefusal(call, world) {
  const { named, anywhere } = filesIn(call);
  const names = [...new Set([...named, ...headersOf(call)])];
  const places = names.flatMap((name) => placesOf(name, world));
  const loose = anywhere.flatMap((name) => placesOf(name, world));
  const risky = loose.filter((file) => isProtected(file, world) || holdsTools(file));
  const files = [...new Set([...places, ...risky])];
  // To make a folder moves none away.
  const takes = !/^create_?directory$/.test(call.verb);
  const hidden = files.find(
    (file) => isProtected(file, world) || (takes && holdsProtected(file, world)),
  );
  if (hidden !== undefined) return protectedSentence(hidden);
  if (call.kind === "editor" && names.length === 0)
    return `The guard cannot see which file ${call.tool} would change. Name one file by its path.`;
  const refused = outsideOwnFolders(names, call, world);
  if (refused !== null) return refused;
  for (const file of files) {
    const wider = holdsTools(file) ? wideningRefusal(file, call, world) : null;
    if (wider !== null) return wider;
  }
  return null;
}

/** A department stays in its own folders. Agents that are none of ours are not known here. */
function outsideOwnFolders(names, { agent, kind, verb }, world) {
  if (agent === null) return null;
  // An address, a date or a name of a tool that is not known is no file of ours.
  const isFile = (name) => kind === "editor" || (WRITING.test(verb) && isFileLike(name, world));
  for (const name of names.filter(isFile)) {
    const places = placesOf(name, world, [world.cwd]);
    if (places.length === 0 && kind === "editor") {
      return `${agent} may not write ${name}, which is outside the repository. Write in your own folders, or hand the text to the founder.`;
    }
    const other = places.find((file) => !writesTo(agent, file));
    if (other === undefined) continue;
    const own = ownFolders(agent);
    const where = own.length === 0 ? "no file" : `only ${own.join(", ")}`;
    return `${agent} may not write ${other}, ${where}. Hand the text to the department that owns the file, or to the founder.`;
  }
  return null;
}

/** Every string of a shell, and of a tool that is not known: it may well be a command. */
function wordsRefusal(call, world) {
  for (const command of wordsIn(call)) {
    const found = commandRefusal(command, world);
    if (found === null) continue;
    return found.kind === "protected" ? protectedSentence(found.file) : found.sentence;
  }
  return null;
}
