import type { FastifyInstance } from "fastify";
import { DEMO_PASSWORD, demoPeople } from "./demo-people.ts";

interface Text {
  readonly vi: string;
  readonly en: string;
}

export interface DemoStep {
  readonly title: Text;
  readonly what: Text;
  /** Where the step begins, once signed in. */
  readonly path: string;
  readonly person: { readonly signInName: string; readonly displayName: string };
}

const step = (signInName: string, path: string, title: Text, what: Text): DemoStep => {
  const displayName = demoPeople.find((one) => one.signInName === signInName)?.displayName;
  if (displayName === undefined) throw new Error(`The demo has no ${signInName}`);
  return { title, what, path, person: { signInName, displayName } };
};

/**
 * The whole job in the order in which it is done, each step by a person for whom such work waits in
 * the demo.
 */
export const demoSteps: readonly DemoStep[] = [
  step(
    "nam",
    "/lo",
    { vi: "Nhập một trường hợp", en: "Key a case" },
    {
      vi: "Bấm “Nhập” ở một lô, gõ những gì thấy trên ảnh, Ctrl+Enter để lưu. Phím F1 cho xem các phím.",
      en: "Press “Key” at a batch, type what the image shows, Ctrl+Enter saves. F1 shows the keys.",
    },
  ),
  step(
    "kiem",
    "/kiem-tra",
    { vi: "Kiểm tra", en: "Check" },
    {
      vi: "Mở sổ Khai tử đang chờ, so từng trường hợp của mẫu với ảnh: phím X đánh dấu ô sai, Enter sang trường hợp sau.",
      en: "Open the death register that waits, compare each sampled case with its image: X marks a wrong field, Enter goes on.",
    },
  ),
  step(
    "duyet",
    "/kiem-tra",
    { vi: "Nghiệm thu", en: "Accept" },
    {
      vi: "Mở sổ Kết hôn đã kiểm tra hết mẫu, xem số liệu, rồi bấm “Nghiệm thu lô”.",
      en: "Open the marriage register whose sample is fully checked, read the figures, then press “Accept the batch”.",
    },
  ),
  step(
    "thanhtra",
    "/tra-cuu",
    { vi: "Xem lịch sử", en: "Read the history" },
    {
      vi: "Tìm một họ, chẳng hạn “Nguyễn”, mở một người: ai nhập, ai sửa, khi nào, vì sao.",
      en: "Search a name such as “Nguyễn” and open a person: who keyed, who changed, when and why.",
    },
  ),
  step(
    "sotp",
    "/toan-canh",
    { vi: "Toàn cảnh tỉnh", en: "The whole province" },
    {
      vi: "Xem tiến độ của các xã, bấm vào một xã, rồi một sổ, rồi một trường hợp.",
      en: "See how far each commune is; go down to a commune, a book, a case.",
    },
  ),
];

/**
 * Tells whoever opens a demo how to try it. Only a demo has this address: elsewhere it has nothing
 * to tell.
 */
export const serveDemoGuide = (server: FastifyInstance): void => {
  server.get("/demo.json", (_request, reply) =>
    reply.header("cache-control", "no-store").send({ password: DEMO_PASSWORD, steps: demoSteps }),
  );
};
