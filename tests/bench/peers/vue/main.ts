// Vue 3 with TanStack Virtual.
import { createApp } from "vue";
import App from "./App.vue";
import "../common/style.css";

createApp(App).mount("main");
