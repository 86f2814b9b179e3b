import { comesByHttps, transportOf } from "@sogoc/host/network/network-settings";
import { runService } from "@sogoc/host/run-service";
import { bootstrapInstallation, buildAccounts } from "./app.ts";

await runService({
  name: "accounts",
  async build(ports, _verifyToken, settings) {
    const accounts = await buildAccounts(ports, {
      secureCookies: comesByHttps(transportOf(settings)),
      signInsPerMinute: settings.SOGOC_SIGN_INS_PER_MINUTE,
      secondFactorPolicy: settings.SOGOC_SECOND_FACTOR,
      warn: (message) => console.error(JSON.stringify({ level: "error", msg: message })),
    });
    return {
      ...accounts,
      async prepare() {
        const signInName = settings.SOGOC_FIRST_ADMIN;
        const password = await bootstrapInstallation(accounts.access, { signInName });
        return (
          password &&
          `Tài khoản quản trị / administrator: ${signInName}\nMật khẩu lần đầu (chỉ hiện một lần, shown once) / first password: ${password}`
        );
      },
    };
  },
});
