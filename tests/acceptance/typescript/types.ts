// The shapes that the seed document gives, as it gives them.

export interface APIResponse<T> {
  data?: T | null;
  error?: string | null;
  meta: {
    timestamp: string;
    page?: number;
    total?: number;
  };
}

export interface Client {
  id: string;
  name: string;
}

export interface Campaign {
  id: string;
  clientId: string;
  name: string;
}

export interface ClientStats {
  campaignCount: number;
  videoCount: number;
  totalSpend: number;
}

export interface CampaignStats {
  videoCount: number;
  totalSpend: number;
  avgCost: number;
}

export interface Asset {
  id: string;
  clientId?: string | null;
  name: string;
  url: string;
}

export interface JobProgress {
  stage: string;
  percent?: number;
  message?: string;
  currentStep?: number;
  totalSteps?: number;
}

export interface Scene {
  image_url: string;
  description: string;
  scene_idx: number;
}

export interface Job {
  id: string;
  status: string;
  progress?: JobProgress | null;
  storyboard?: { scenes: Scene[] } | null;
  videoUrl?: string | null;
  error?: string | null;
}

export interface CostEstimate {
  estimatedCost: number;
  currency: string;
  breakdown: Record<string, number>;
  validUntil: string;
}

export interface Message {
  message: string;
}

export interface SceneStarted extends Message {
  updatedSceneIdx: number;
}
