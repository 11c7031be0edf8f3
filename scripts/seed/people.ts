/** Who is in the seeded workspace: a cooperative that brings a night train back. */
export const workspaceName = 'Owl Express'

export const people = {
  mira: { name: 'Mira Lindqvist', email: 'mira@owl-express.example' },
  jonas: { name: 'Jonas Weber', email: 'jonas@owl-express.example' },
  amelie: { name: 'Amélie Fournier', email: 'amelie@owl-express.example' },
  tomas: { name: 'Tomás Herrera', email: 'tomas@owl-express.example' },
  beatriz: { name: 'Beatriz Carvalho', email: 'beatriz@owl-express.example' },
  zofia: { name: 'Zofia Nowak', email: 'zofia@owl-express.example' },
  emre: { name: 'Emre Yıldız', email: 'emre@owl-express.example' },
  layla: { name: 'ليلى حداد', email: 'layla@owl-express.example' },
  noam: { name: 'Noam Peretz', email: 'noam@owl-express.example' },
  priya: { name: 'Priya Sharma', email: 'priya@owl-express.example' },
  kenji: { name: '佐藤 健二', email: 'kenji@owl-express.example' },
  yu: { name: '陈雨', email: 'yu@owl-express.example' },
  jiwoo: { name: '박지우', email: 'jiwoo@owl-express.example' },
  oksana: { name: 'Оксана Коваленко', email: 'oksana@owl-express.example' },
} as const
