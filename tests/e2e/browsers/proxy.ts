import { type Server, createServer } from "node:http";
import { type AddressInfo, type Socket, connect } from "node:net";

/** Host names that exist for a browser under test. */
const HOSTS = /^(anilist\.co|graphql\.anilist\.co|s4\.anilist\.co|tsuzuki\.test):443$/;

/**
 * A proxy for browsers that cannot be told where a host name leads: what they tunnel to AniList's names and the site's
 * goes to the stand-in, and everything else is refused.
 */
export class Proxy {
  private constructor(
    private readonly server: Server,
    private readonly tunnels: Set<Socket>,
    /** Port on 127.0.0.1. */
    readonly port: number,
  ) {}

  static async start(standin: number): Promise<Proxy> {
    const tunnels = new Set<Socket>();
    const server = createServer((_request, response) => response.writeHead(403).end());
    server.on("connect", (request, client: Socket, head: Buffer) => {
      client.on("error", () => client.destroy());
      if (!HOSTS.test(request.url ?? "")) return void client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      const target = connect(standin, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        target.write(head);
        client.pipe(target).pipe(client);
      });
      for (const [socket, other] of [[client, target], [target, client]] as const) {
        tunnels.add(socket);
        socket.on("error", () => socket.destroy());
        socket.on("close", () => {
          tunnels.delete(socket);
          other.destroy();
        });
      }
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return new Proxy(server, tunnels, (server.address() as AddressInfo).port);
  }

  async stop(): Promise<void> {
    for (const socket of this.tunnels) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }
}
