/** The commands as data: each is loaded only when it is called, so that start is fast. */
import type { Command } from "commander";
import type { Io } from "./context.ts";

type Register = (program: Command, io: Io) => void;

interface CommandEntry {
  name: string;
  summary: string;
  load: () => Promise<Register>;
}

/** In the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "init",
    summary: "set up a company here, or install the kit into another repository",
    load: async () => (await import("./commands/init.ts")).registerInit,
  },
  {
    name: "setup",
    summary: "change what hq init asked, and what follows from it",
    load: async () => (await import("./commands/setup.ts")).registerSetup,
  },
  {
    name: "standup",
    summary: "print and remember the plan for the day",
    load: async () => (await import("./commands/standup.ts")).registerStandup,
  },
  {
    name: "status",
    summary: "one screen: plan, duties, reviews, runs, what is stuck",
    load: async () => (await import("./commands/status.ts")).registerStatus,
  },
  {
    name: "board",
    summary: "list and change the tasks on BOARD.md",
    load: async () => (await import("./commands/board.ts")).registerBoard,
  },
  {
    name: "lesson",
    summary: "log lessons, and decide on drafts of them",
    load: async () => (await import("./commands/lesson.ts")).registerLesson,
  },
  {
    name: "memory",
    summary: "look into the shared memory and add to it",
    load: async () => (await import("./commands/memory.ts")).registerMemory,
  },
  {
    name: "claims",
    summary: "check what drafts say of the products",
    load: async () => (await import("./commands/claims.ts")).registerClaims,
  },
  {
    name: "post",
    summary: "posts: write, look at, check, plan, approve, send",
    load: async () => (await import("./commands/post.ts")).registerPost,
  },
  {
    name: "channel",
    summary: "where posts go, and to which account",
    load: async () => (await import("./commands/channel.ts")).registerChannel,
  },
  {
    name: "engage",
    summary: "mentions and replies that wait for you; it only reads",
    load: async () => (await import("./commands/engage.ts")).registerEngage,
  },
  {
    name: "signals",
    summary: "what is heard outside: Sentry, Hacker News, X",
    load: async () => (await import("./commands/signals.ts")).registerSignals,
  },
  {
    name: "approvals",
    summary: "how it is known that you approved a post",
    load: async () => (await import("./commands/approvals.ts")).registerApprovals,
  },
  {
    name: "department",
    summary: "list, add or remove departments",
    load: async () => (await import("./commands/department.ts")).registerDepartment,
  },
  {
    name: "review",
    summary: "list and show the reviews departments ask of each other",
    load: async () => (await import("./commands/review.ts")).registerReview,
  },
  {
    name: "audit",
    summary: "tell who asked, who answered, on which bytes, when",
    load: async () => (await import("./commands/audit.ts")).registerAudit,
  },
  {
    name: "up",
    summary: "run by itself until Ctrl-C: what is due is done when it is due",
    load: async () => (await import("./commands/up.ts")).registerUp,
  },
  {
    name: "tick",
    summary: "do what is due now, once; for cron, timers and CI",
    load: async () => (await import("./commands/tick.ts")).registerTick,
  },
  {
    name: "jobs",
    summary: "what runs by itself, when it is due, what came of it",
    load: async () => (await import("./commands/jobs.ts")).registerJobs,
  },
  {
    name: "stop",
    summary: "stop what runs by itself, until hq resume",
    load: async () => (await import("./commands/stop.ts")).registerStop,
  },
  {
    name: "resume",
    summary: "let what was stopped run again",
    load: async () => (await import("./commands/stop.ts")).registerResume,
  },
  {
    name: "runner",
    summary: "the one machine on which the company runs by itself",
    load: async () => (await import("./commands/runner.ts")).registerRunner,
  },
  {
    name: "service",
    summary: "files with which a system keeps the company running",
    load: async () => (await import("./commands/service.ts")).registerService,
  },
  {
    name: "providers",
    summary: "whom runs ask for models, who is left alone and why",
    load: async () => (await import("./commands/providers.ts")).registerProviders,
  },
  {
    name: "run",
    summary: "have a department do a task without you",
    load: async () => (await import("./commands/run.ts")).registerRun,
  },
  {
    name: "ask",
    summary: "have the department that owns a question answer it",
    load: async () => (await import("./commands/ask.ts")).registerAsk,
  },
  {
    name: "weekly-review",
    summary: "have the review of the week made",
    load: async () => (await import("./commands/weekly-review.ts")).registerWeeklyReview,
  },
  {
    name: "runs",
    summary: "list, show, follow, carry on and take back the runs of departments",
    load: async () => (await import("./commands/runs.ts")).registerRuns,
  },
  {
    name: "notify",
    summary: "how you hear of what happens by itself",
    load: async () => (await import("./commands/notify.ts")).registerNotify,
  },
  {
    name: "spend",
    summary: "what departments used this month, and how much of each cap",
    load: async () => (await import("./commands/spend.ts")).registerSpend,
  },
  {
    name: "improve",
    summary: "mistakes that come back, and the change that would meet each",
    load: async () => (await import("./commands/improve.ts")).registerImprove,
  },
  {
    name: "eval",
    summary: "what the departments' pages must hold, and make happen",
    load: async () => (await import("./commands/eval.ts")).registerEval,
  },
  {
    name: "pack",
    summary: "the country's law as data: duties by law, questions, answers",
    load: async () => (await import("./commands/pack.ts")).registerPack,
  },
  {
    name: "facts",
    summary: "figures and rules of law, each with its source and expiry",
    load: async () => (await import("./commands/facts.ts")).registerFacts,
  },
  {
    name: "done",
    summary: "something is done: a duty, a task or a prompt, by its words",
    load: async () => (await import("./commands/done.ts")).registerDone,
  },
  {
    name: "ran",
    summary: "a recurring prompt was run by hand",
    load: async () => (await import("./commands/done.ts")).registerRan,
  },
  {
    name: "undo",
    summary: "take back the last change of the memory or the board",
    load: async () => (await import("./commands/undo.ts")).registerUndo,
  },
  {
    name: "duty",
    summary: "duties from outside: list, close, add, stop, check a filing",
    load: async () => (await import("./commands/duty.ts")).registerDuty,
  },
  {
    name: "doctor",
    summary: "check the whole kit and say what to mend",
    load: async () => (await import("./commands/doctor.ts")).registerDoctor,
  },
  {
    name: "upgrade",
    summary: "bring a company's copy of the kit to this version",
    load: async () => (await import("./commands/upgrade.ts")).registerUpgrade,
  },
  {
    name: "completion",
    summary: "the tab key knows commands, options, tasks and names: bash, zsh, fish",
    load: async () => (await import("./commands/completion.ts")).registerCompletion,
  },
  {
    name: "start",
    summary: "the standup of this company, or of a sample company before hq init",
    load: async () => (await import("./commands/start.ts")).registerStart,
  },
];
