/** The settings of the person at the editor: the scripted model, no questions, nothing from the network. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

const SETTINGS = {
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  // A page in a dialog would swallow what is shown behind it.
  "workbench.editor.useModal": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": "off",
  "remote.autoForwardPorts": false,
  "git.autofetch": false,
  // What is put into a page for a moment must not reach the disk.
  "files.autoSave": "off",
  "chat.byokUtilityModelDefault": "mainAgent",
  "chat.tools.riskAssessment.enabled": false,
  // A person who was asked for each tool would say yes: what stops a call here is the guard.
  "chat.permissions.default": "autoApprove",
};

/** Writes the profile below `data`; it must be there before the window opens. */
export async function writeProfile(data: string, model: string): Promise<void> {
  const user = path.join(data, "User");
  await mkdir(user, { recursive: true });
  const scripted = {
    id: "scripted",
    name: "Scripted",
    url: `${model}/chat/completions`,
    toolCalling: true,
    vision: false,
    maxInputTokens: 128_000,
    maxOutputTokens: 16_000,
  };
  const provider = {
    name: "Scripted",
    vendor: "customendpoint",
    apiKey: "none",
    apiType: "chat-completions",
    models: [scripted],
  };
  const write = (file: string, value: unknown) =>
    writeFile(path.join(user, file), JSON.stringify(value));
  await write("chatLanguageModels.json", [provider]);
  await write("settings.json", SETTINGS);
  await write("keybindings.json", []);
}
