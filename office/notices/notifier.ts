/** What carries a notice to the founder: a command or a webhook. The office says what it needs. */

export interface NoticeMessage {
  /** Everything in words, for a phone or a chat. */
  text: string;
  company: string | null;
  notices: { kind: string; text: string; at: string }[];
}

export type Delivery =
  | { kind: "sent" }
  /** It did not arrive, and may be tried again. `said`: the command's last words, for a person. */
  | { kind: "refused"; why: string; said?: string }
  /** It may have arrived, so that it is not tried again. */
  | { kind: "unknown"; why: string };

export interface Notifier {
  /** Contract: resolves within a time limit of its own and does not throw. */
  deliver(message: NoticeMessage): Promise<Delivery>;
}
