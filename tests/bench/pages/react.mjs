import { peer } from "./peer.mjs";

export const react = peer("react", "React");
