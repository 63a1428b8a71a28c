/**
 * The hand of the tests inside the editor: it answers on loopback, and does what one could do by
 * keyboard. What is checked stands in the tests.
 */
const http = require("node:http");
const { writeFileSync, renameSync } = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");

const LOOK_LIMIT_MS = 120_000;
const CONTROL = "zz-control";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what, found) {
  const end = Date.now() + LOOK_LIMIT_MS;
  for (;;) {
    const value = await found();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${what}: not seen after ${LOOK_LIMIT_MS / 1000} s`);
    await wait(100);
  }
}

const ACTS = {
  command: ([id, ...rest]) => vscode.commands.executeCommand(id, ...rest),
  /** Shows the page that lists models, which switches Copilot Chat on without an account. */
  async startChat() {
    await until("the page of models", () =>
      vscode.commands.executeCommand("workbench.action.chat.manage").then(
        () => true,
        () => false,
      ),
    );
    await until(
      "Copilot Chat",
      () => vscode.extensions.getExtension("GitHub.copilot-chat")?.isActive,
    );
    await until("the scripted model", async () => {
      const models = await vscode.lm.selectChatModels({ vendor: "customendpoint" });
      return models.length > 0;
    });
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    return vscode.version;
  },
  tools: () => vscode.lm.tools.map(({ name }) => name),
  /**
   * What the editor says of files. It looks only at those on screen and after a while, so several stand
   * side by side; and a field that it must object to, put in and taken out again, says when it has looked.
   */
  async diagnostics([files]) {
    const shown = [];
    for (const [at, file] of files.entries()) {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
      const editor = await vscode.window.showTextDocument(document, at + 1);
      const hasFields = /^---\r?\n/.test(document.getText()) && document.languageId !== "markdown";
      if (hasFields)
        await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), `${CONTROL}: 1\n`));
      shown.push({ document, hasFields });
    }
    await wait(300);
    const found = [];
    for (const { document, hasFields } of shown) {
      const said = () => vscode.languages.getDiagnostics(document.uri);
      const isControl = ({ message }) => message.includes(CONTROL);
      if (hasFields)
        await until(`the editor's look at ${document.uri}`, () => said().some(isControl));
      const rest = said().filter((one) => !isControl(one));
      found.push({
        language: document.languageId,
        said: rest.map(({ severity, range, message }) => ({
          severity: vscode.DiagnosticSeverity[severity],
          line: range.start.line + 1,
          message,
        })),
      });
    }
    for (const _ of files)
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    return found;
  },
};

exports.activate = () => {
  const place = process.env.SOLO_HQ_DRIVER;
  if (place === undefined) return;
  const server = http.createServer(async (request, response) => {
    try {
      let raw = "";
      for await (const piece of request) raw += piece;
      const { act, args } = JSON.parse(raw);
      const value = await ACTS[act](args);
      response.end(JSON.stringify({ value: value ?? null }));
    } catch (error) {
      response.end(JSON.stringify({ error: String(error?.stack ?? error) }));
    }
  });
  server.requestTimeout = 0;
  server.listen(0, "127.0.0.1", () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.name ?? "none";
    const file = path.join(place, folder);
    writeFileSync(`${file}.new`, String(server.address().port));
    renameSync(`${file}.new`, file);
  });
};
