import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    sourcemap: false,
    // What most pages share is one file: a file of a few hundred bytes for each compresses badly.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: "shared", test: /src.(?:api|ui).(?!scan|keying)[^/\\]*$/, minShareCount: 8 }],
        },
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8158" } },
});
