import { peer } from "./peer.mjs";

export const vanilla = peer("vanilla", "Vanilla");
