export * from "./watched-server.ts";
