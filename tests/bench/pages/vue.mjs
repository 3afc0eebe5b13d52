import { peer } from "./peer.mjs";

export const vue = peer("vue", "Vue");
