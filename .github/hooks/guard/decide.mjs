/** The order of the questions that the guard asks of a call. */
import { actRefusal } from "./acts.mjs";
import { filesIn, headersOf, inputOf, patchIn, text, wordsIn } from "./call.mjs";
import { departmentOf, helperOf, helperRefusal } from "./callers.mjs";
import { commandRefusal } from "./commands.mjs";
import { hooksOffRefusal, isEditorSettings, settingsRefusal } from "./editor-settings.mjs";
import { wideningRefusal } from "./grants.mjs";
import { isFileLike, placesElsewhere, placesOf, worldOf } from "./places.mjs";
import {
  holdsProtected,
  holdsTools,
  isInstalled,
  isProtected,
  ownFolders,
  writesTo,
} from "./protected.mjs";
import { falseNameRefusal, signedCall } from "./signed.mjs";
import { withoutMoved } from "./text-after.mjs";
import { kindOf, makesFolder, verbOf, WRITING, writtenTo } from "./tools.mjs";

/**
 * Whether a tool call may go on: `null`, or the sentence that says why not.
 * `payload` is what the client sends (VS Code's names or Copilot CLI's); `root` is the repository;
 * `read` gives a file's text or null; `speaker` is the department that a runner named, `hookOf` the one
 * whose own hook asks; `starterOf` tells the department that started a helper, as far as anybody knows;
 * `elsewhere` are other checkouts of the repository; `develops` says that a person works on the kit itself.
 * The repository's hook has asked before a department's own one and stays the fence: the own hook adds what
 * depends on who speaks, and costs no more than that.
 * Throws when it cannot judge, for example when links lead round in a circle.
 */
export function decide(payload, { root, read, speaker = null, hookOf = null, ...more }) {
  const tool = text(payload.tool_name) || text(payload.toolName);
  if (tool === "")
    return "The guard cannot see which tool is called: expected tool_name. Nothing was changed.";
  const sent = payload.tool_input ?? payload.toolArgs ?? payload.tool_args;
  const input = inputOf(sent);
  const told = kindOf(tool);
  const writes = told === "reads" ? writtenTo(input) : null;
  const agent = departmentOf(payload, { speaker, hookOf });
  const helper = helperOf(payload, read);
  const falseName = falseNameRefusal(signedBy(payload), agent);
  if (falseName !== null) return falseName;
  if (helper !== null) {
    const refused = helperRefusal(helper, { tool, kind: told, input, writes });
    // Who started it is asked last: the client is slow to write that down.
    if (refused === null || onlyReads(payload, { read, agent, starterOf: more.starterOf }))
      return refused;
  }
  // A task of the editor is a command; where its file is the founder's own, it is judged as one.
  const kind = told === "makes-task" && isInstalled(read) ? "shell" : told;
  if (kind === "looks" || kind === "talks" || (kind === "reads" && writes === null)) return null;
  if (ownFolders(agent) === null && hookOf !== null) return null;
  if (kind === "makes-task") return protectedSentence(".vscode/tasks.json");
  if (kind === "shell" && agent !== null) {
    return `${agent} has no shell: departments do not run commands. Use the read, edit and company tools, or ask the founder.`;
  }
  // Our own server takes its paths from the root, wherever the client was started.
  const cwd = makesFolder(tool) ? root : text(payload.cwd);
  const world = worldOf({ root, read, cwd, agent, ...more });
  const patch = kind === "shell" ? null : patchIn(input);
  const isBare = typeof sent === "string" && /^\s*"?\s*\*\*\*/.test(sent);
  const call = { tool, kind, verb: verbOf(tool), input: writes ?? input, agent, patch, isBare };
  if (hookOf !== null)
    return kind === "shell" ? null : outsideOwnFolders(namesIn(call), call, world);
  return (
    actRefusal(call, world) ??
    (kind === "shell" ? null : filesRefusal(call, world)) ??
    (kind === "editor" ? null : wordsRefusal(call, world))
  );
}

/**
 * Whether a helper may only read: in a clone always; in a repository of the founder's only when it works
 * for a department, because the founder's own agent has helpers too.
 */
function onlyReads(payload, { read, agent, starterOf = () => null }) {
  if (agent !== null || !isInstalled(read)) return true;
  return starterOf(text(payload.parent_agent_id) || text(payload.parentAgentId)) !== null;
}

/** The call, when it is one that speaks in a department's name; null otherwise. */
export function signedBy(payload) {
  const tool = text(payload.tool_name) || text(payload.toolName);
  return signedCall(tool, inputOf(payload.tool_input ?? payload.toolArgs ?? payload.tool_args));
}

/** The department that the client names as the one that calls, or whose hook it runs; null when it says neither. */
export function namedAgent(payload, hookOf = null) {
  return departmentOf(payload, { hookOf });
}

function protectedSentence(file) {
  if (file.toLowerCase() === "board.md") {
    return `${file} is protected: no agent edits it. The coo changes it with board_update; hand it the change.`;
  }
  return `${file} is protected: no agent changes it. Say what should change and why, and leave it to the founder.`;
}

function elsewhereSentence(file) {
  return `${file} is protected in the other checkout of this repository too: no agent changes it from here. Work in this checkout, or leave it to the founder.`;
}

const MOVING = /move|rename|delete|remove|copy|unlink|rm/;

function namesIn(call) {
  return [...new Set([...filesIn(call).named, ...headersOf(call)])];
}

function filesRefusal(call, world) {
  const { anywhere } = filesIn(call);
  const names = namesIn(call);
  // A word such as "company" names our folder of that name only to what moves folders.
  const bare = call.kind !== "editor" && !MOVING.test(call.verb);
  const places = names.flatMap((name) => placesOf(name, world));
  const loose = anywhere.flatMap((name) => placesOf(name, world));
  const risky = loose.filter(
    (file) => isProtected(file, world, { bare: true }) || holdsTools(file),
  );
  const files = [...new Set([...places, ...risky])];
  // To make a folder moves none away.
  const takes = !/^create_?directory$/.test(call.verb);
  const hidden = files.find(
    (file) => isProtected(file, world, { bare }) || (takes && holdsProtected(file, world)),
  );
  if (hidden !== undefined) return protectedSentence(hidden);
  const other = [...names, ...anywhere]
    .flatMap((name) => placesElsewhere(name, world))
    .find((file) => isProtected(file, world, { bare: true }) || holdsTools(file));
  if (other !== undefined) return elsewhereSentence(other);
  if (call.kind === "editor" && names.length === 0)
    return `The guard cannot see which file ${call.tool} would change. Name one file by its path.`;
  const refused = outsideOwnFolders(names, call, world);
  if (refused !== null) return refused;
  const settings = files.filter(isEditorSettings);
  for (const file of settings) {
    const sentence = settingsRefusal(file, call, world);
    if (sentence !== null) return sentence;
  }
  for (const file of files) {
    const off = hooksOffRefusal(file, call, world);
    if (off !== null) return off;
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
  const said = call.kind === "shell" ? call : { ...call, input: withoutMoved(call) };
  for (const command of wordsIn(said)) {
    const found = commandRefusal(command, world);
    if (found === null) continue;
    return found.kind === "protected" ? protectedSentence(found.file) : found.sentence;
  }
  return null;
}
