import type { FastifyInstance } from "fastify";

const page = `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sổ Gốc</title>
<link rel="stylesheet" href="/welcome.css">
</head>
<body>
<main>
<h1>Sổ Gốc</h1>
<p>Số hóa sổ hộ tịch giấy, giữ trọn lịch sử ai nhập, ai sửa, khi nào, vì sao.</p>
<p lang="en">Paper civil-status registers into checked data, with who keyed and changed every field, when and why.</p>
<h2>Dịch vụ đang chạy / Running services</h2>
<ul>
<li><a href="/api/accounts/docs/openapi.json">Tài khoản, đơn vị / Accounts</a></li>
<li><a href="/api/entry/docs/openapi.json">Nhập liệu / Entry</a></li>
<li><a href="/api/review/docs/openapi.json">Kiểm tra, nghiệm thu / Review</a></li>
<li><a href="/api/reporting/docs/openapi.json">Tra cứu, báo cáo / Reporting</a></li>
<li><a href="/health/ready">Tình trạng / Health</a> · <a href="/metrics">Số đo / Metrics</a></li>
</ul>
<p>README.md đi qua toàn bộ công việc bằng các lệnh gọi API. / README.md walks through the whole job over the API.</p>
</main>
</body>
</html>
`;

const styles = `:root { color-scheme: light; }
body { margin: 0; font: 18px/1.6 system-ui, sans-serif; color: #1c2430; background: #f6f4ef; }
main { max-width: 42rem; margin: 8vh auto; padding: 2rem 2.5rem; background: #fff; border-top: 6px solid #9b1c1c; }
h1 { margin: 0 0 .5rem; font-size: 2.4rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
[lang=en] { color: #586271; }
a { color: #8a1717; }
`;

/** What stands at the root address: what this is, and where the services describe themselves. */
export const welcomePage = (server: FastifyInstance): void => {
  server.get("/", async (_request, reply) => reply.type("text/html; charset=utf-8").send(page));
  server.get("/welcome.css", async (_request, reply) => reply.type("text/css; charset=utf-8").send(styles));
};
