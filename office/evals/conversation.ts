/** A conversation of the client with a model that a script plays: what the model is sent, and what it answers. */

export interface Message {
  role: string;
  content: string;
  tool_call_id?: string;
}

export interface Asked {
  messages: Message[];
  /** Names of the tools that were offered. */
  tools: string[];
  /** All system text in one. */
  system: string;
  /** What the tools answered so far in this conversation, in order. */
  results: string[];
  /** The request as it was sent. */
  raw: string;
  /** The model that was asked for. */
  model: string;
}

export interface ToolCall {
  name: string;
  /** A patch goes out as its bare text. */
  args: object | string;
}

/** What the model does next: call tools, or say something and stop, or an answer in all its parts. */
export type Reply = ToolCall[] | string | Answer | Refusal;

export interface Answer {
  text?: string;
  calls?: ToolCall[];
  /** As a provider says it; what fits the rest when left out. */
  finish?: string;
  /** None at all for null, as some providers send it. */
  usage?: { prompt_tokens: number; completion_tokens: number } | null;
  /** How long the answer takes, in milliseconds. */
  afterMs?: number;
}

export interface Refusal {
  status: number;
  headers?: Record<string, string>;
}

/** Asked for each turn of each conversation of a session. */
export type Script = (asked: Asked) => Reply | Promise<Reply>;
