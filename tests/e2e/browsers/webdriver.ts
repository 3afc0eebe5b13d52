import { type Socket, connect } from "node:net";

/** How long a browser may take for one command, in milliseconds. */
const PATIENCE = 60_000;

/** The commands in use: how a driver is asked over HTTP, and what Marionette calls the same. */
const COMMANDS = {
  newSession: ["POST", "", "WebDriver:NewSession"],
  deleteSession: ["DELETE", "", "WebDriver:DeleteSession"],
  timeouts: ["POST", "/timeouts", "WebDriver:SetTimeouts"],
  navigate: ["POST", "/url", "WebDriver:Navigate"],
  address: ["GET", "/url", "WebDriver:GetCurrentURL"],
  back: ["POST", "/back", "WebDriver:Back"],
  reload: ["POST", "/refresh", "WebDriver:Refresh"],
  tab: ["GET", "/window", "WebDriver:GetWindowHandle"],
  newTab: ["POST", "/window/new", "WebDriver:NewWindow"],
  switchTo: ["POST", "/window", "WebDriver:SwitchToWindow"],
  closeTab: ["DELETE", "/window", "WebDriver:CloseWindow"],
  execute: ["POST", "/execute/sync", "WebDriver:ExecuteScript"],
  act: ["POST", "/actions", "WebDriver:PerformActions"],
  sendKeys: ["POST", "/element/:id/value", "WebDriver:ElementSendKeys"],
  log: ["POST", "/se/log", ""],
} as const;
export type Command = keyof typeof COMMANDS;
type Parameters = Record<string, unknown>;

/** What a browser says no with, by the name that WebDriver gives it. */
export class Refusal extends Error {
  constructor({ error, message }: { error: string; message: string }) {
    super(`${error}: ${message}`);
  }
}

/** The way that WebDriver's commands (https://www.w3.org/TR/webdriver2/) take to a browser. */
export interface Wire {
  send(command: Command, parameters?: Parameters): Promise<unknown>;
}

/** As HTTP requests, which chromedriver and WebKitWebDriver listen for. */
export class HttpWire implements Wire {
  private session = "";

  constructor(private readonly port: number) {}

  async send(command: Command, { id, ...parameters }: Parameters = {}): Promise<unknown> {
    const [method, path] = COMMANDS[command];
    const answer = await fetch(`http://127.0.0.1:${this.port}/session${this.session}${path.replace(":id", String(id))}`, {
      method,
      body: method === "POST" ? JSON.stringify(parameters) : undefined,
      headers: { "Content-Type": "application/json" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Refusal(value as { error: string; message: string });
    if (command === "newSession") this.session = `/${(value as { sessionId: string }).sessionId}`;
    return value;
  }
}

/** Over Marionette, Firefox's own socket: a driver would only translate, and Debian has none for Firefox. */
export class MarionetteWire implements Wire {
  private readonly waiting = new Map<number, (error: Error | null, value?: unknown) => void>();
  private received = Buffer.alloc(0);
  private last = 0;

  private constructor(private readonly socket: Socket) {
    socket.on("data", (bytes) => this.read(bytes));
    socket.on("close", () => {
      for (const answered of this.waiting.values()) answered(new Error("Firefox has closed the connection."));
    });
  }

  static async open(port: number): Promise<MarionetteWire> {
    const socket = connect(port, "127.0.0.1");
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return new MarionetteWire(socket);
  }

  async send(command: Command, parameters: Parameters = {}): Promise<unknown> {
    return this.call(COMMANDS[command][2], parameters);
  }

  /** A command by Marionette's name. */
  call(name: string, parameters: Parameters = {}): Promise<unknown> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.waiting.get(id)?.(new Error(`Firefox does not answer ${name}.`)), PATIENCE);
      this.waiting.set(id, (error, value) => {
        clearTimeout(late);
        this.waiting.delete(id);
        if (error) reject(error);
        else resolve(value);
      });
      const packet = JSON.stringify([0, id, name, parameters]);
      this.socket.write(`${Buffer.byteLength(packet)}:${packet}`);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  /** A packet is its length in bytes, a colon and JSON: one greeting, and answers after it. */
  private read(bytes: Buffer): void {
    this.received = Buffer.concat([this.received, bytes]);
    for (let colon = this.received.indexOf(":"); colon > 0; colon = this.received.indexOf(":")) {
      const end = colon + 1 + Number(this.received.subarray(0, colon));
      if (this.received.length < end) return;
      const packet: unknown = JSON.parse(this.received.subarray(colon + 1, end).toString());
      this.received = this.received.subarray(end);
      if (!Array.isArray(packet)) continue;
      const [, id, error, result] = packet as [number, number, { error: string; message: string } | null, unknown];
      const value = result instanceof Object && "value" in result ? result.value : result;
      this.waiting.get(id)?.(error && new Refusal(error), value);
    }
  }
}
